/** Work on many things at once, results in order. */

/**
 * Starts at most `limit` makings ahead of what was taken, so a slow taker holds them back and a long list leaves room
 * for others. `make` must not reject.
 */
export async function* inOrder<T>(
  count: number,
  limit: number,
  make: (index: number) => Promise<T>,
): AsyncGenerator<T, void, void> {
  const ahead: Promise<T>[] = [];
  let next = 0;
  for (;;) {
    while (next < count && ahead.length < limit) ahead.push(make(next++));
    const first = ahead.shift();
    if (first === undefined) return;
    yield await first;
  }
}
