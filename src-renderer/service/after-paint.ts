/** Does the work in a task of its own, once the next frame is painted. Returns what calls it off. */
export function afterPaint(work: () => void): () => void {
  let task: number | undefined;
  // A frame's callbacks come before it is painted, a task that they ask for after.
  const frame = window.requestAnimationFrame(() => {
    task = window.setTimeout(work);
  });
  return () => {
    window.cancelAnimationFrame(frame);
    window.clearTimeout(task);
  };
}
