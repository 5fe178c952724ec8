// Pages are not hydrated: whatever the desk or the public does works in any browser. See docs/decisions/0005 and 0028.
export const csr = false;
