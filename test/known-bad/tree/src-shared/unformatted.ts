// known-bad: format: src-shared/unformatted.ts
export const   spaced = { a:1,
  b: "2" };
