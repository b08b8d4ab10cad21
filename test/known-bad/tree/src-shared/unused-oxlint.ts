// known-bad: lint types: Unused oxlint-disable directive
// oxlint-disable-next-line typescript/no-floating-promises -- nothing is found here
export const nothing = 1;
