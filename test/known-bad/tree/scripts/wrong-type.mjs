// known-bad: types scripts: 'string' is not assignable to type 'number'
/** @type {number} */
export const wrong = 'text';
