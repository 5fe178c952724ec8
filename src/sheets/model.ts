/** What is printed of a check: the sheet that is filled in, numbers to draw for a paired check by telephone, and a sheet to count on. */
export const printed = ['sheet', 'cards', 'counting'] as const;
export type Printed = (typeof printed)[number];
