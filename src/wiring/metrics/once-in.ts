/** Does the work at most once in `ms`, however often it is called; callers in between get the last result. */
export function onceIn<T>(ms: number, now: () => Date, work: () => Promise<T>): () => Promise<T> {
  let known: { readonly at: number; readonly result: Promise<T> } | null = null;
  return () => {
    const at = now().getTime();
    if (known === null || Math.abs(at - known.at) >= ms) known = { at, result: work() };
    return known.result;
  };
}
