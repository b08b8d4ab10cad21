// known-bad: types test: 'string' is not assignable to type 'number'
export const wrong: number = 'text';
