// known-bad: lint types: no-floating-promises
export async function later(): Promise<void> {
  await Promise.resolve();
}
later();
