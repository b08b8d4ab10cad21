// known-bad: types src-shared: 'string | undefined' is not assignable to type 'string'
export const first = (names: string[]): string => names[0];
