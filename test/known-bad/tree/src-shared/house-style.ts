// known-bad: lint rules: No default exports
// known-bad: lint rules: No enums
// known-bad: lint rules: No namespaces
// known-bad: lint rules: no-explicit-any
// known-bad: lint rules: no-non-null-assertion
// known-bad: lint types: no-floating-promises
// known-bad: lint rules: require-description
// known-bad: lint rules: ban-ts-comment
enum Colour {
  Red,
}
export namespace Bad {
  export const colour = Colour.Red;
}
export const anything = (value: any): string => value!;
export async function later(): Promise<void> {
  await Promise.resolve();
}
later();
// eslint-disable-next-line no-console
console.log('x');
// @ts-ignore
export default Colour;
