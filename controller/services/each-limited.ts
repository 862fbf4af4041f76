/** Runs `work` for every item, at most `limit` at a time; results in the order of the items. */
export async function eachLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const rest = items.entries();
  const runners = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (const [i, item] of rest) results[i] = await work(item);
  });
  await Promise.all(runners);
  return results;
}
