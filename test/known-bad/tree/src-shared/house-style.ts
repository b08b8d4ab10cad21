// known-bad: lint: No default exports
// known-bad: lint: No enums
// known-bad: lint: No namespaces
// known-bad: lint: no-explicit-any
// known-bad: lint: no-non-null-assertion
// known-bad: lint types: no-floating-promises
// known-bad: lint: require-description
// known-bad: lint: ban-ts-comment
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
