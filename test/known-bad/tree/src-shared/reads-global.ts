// known-bad: lint rules: no-restricted-globals
export const bytes = (text: string): number => Buffer.from(text).length;
