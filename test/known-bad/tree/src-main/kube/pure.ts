// known-good
export const PURE = 1;
