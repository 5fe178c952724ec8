// Pages carry no script: whatever the desk or the public does works in any browser. See docs/decisions/0005.
export const csr = false;
