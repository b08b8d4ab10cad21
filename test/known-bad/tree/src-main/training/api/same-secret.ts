// known-bad: lint rules: A secret is compared in constant time
export const sameSecret = (a: string, b: string): boolean => a === b;
