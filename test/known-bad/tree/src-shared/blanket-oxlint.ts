// known-bad: lint rules: Suppress a rule, by its name
/* oxlint-disable -- because of this and that */
export const nothing = 1;
