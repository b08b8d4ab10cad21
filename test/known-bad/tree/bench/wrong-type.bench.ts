// known-bad: types bench: 'string' is not assignable to type 'number'
export const wrong: number = 'text';
