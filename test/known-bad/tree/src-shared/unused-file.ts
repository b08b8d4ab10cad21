// known-bad: unused: src-shared/unused-file.ts
export const ALONE = 1;
