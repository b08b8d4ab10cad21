// known-bad: unused: NEVER_IMPORTED
export const IMPORTED = 1;
export const NEVER_IMPORTED = 2;
