// known-good
export const GOOD = 'a file no gate may reject: it shows that the copy of the project is sound';
