/** Lines of one side that the other has not, or not as often. */
export function difference(where: string, predicted: readonly string[], written: readonly string[]): readonly string[] {
  const count = new Map<string, number>();
  for (const each of written) count.set(each, (count.get(each) ?? 0) + 1);
  for (const each of predicted) count.set(each, (count.get(each) ?? 0) - 1);
  return [...count].flatMap(([each, surplus]) =>
    surplus === 0 ? [] : [`${surplus > 0 ? 'not predicted' : 'predicted, and not'} in ${where}: ${each}`],
  );
}
