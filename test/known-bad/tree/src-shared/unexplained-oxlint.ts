// known-bad: lint rules: Give the reason
// known-bad: lint types: await-thenable
export async function twice(value: number): Promise<number> {
  // oxlint-disable-next-line typescript/await-thenable
  const first = await value;
  return first + (await value);
}
