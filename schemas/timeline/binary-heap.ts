/** A binary min-heap; `before(a, b)` says whether `a` comes out first. */
export class BinaryHeap<T> {
  readonly #rows: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#rows.length;
  }

  peek(): T | undefined {
    return this.#rows[0];
  }

  push(row: T): void {
    const rows = this.#rows;
    let at = rows.length;
    rows.push(row);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(row, rows[parent] as T)) break;
      rows[at] = rows[parent] as T;
      at = parent;
    }
    rows[at] = row;
  }

  pop(): T | undefined {
    const rows = this.#rows;
    const top = rows[0];
    const last = rows.pop();
    if (last === undefined || rows.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= rows.length) break;
      if (child + 1 < rows.length && this.#before(rows[child + 1] as T, rows[child] as T)) child++;
      if (!this.#before(rows[child] as T, last)) break;
      rows[at] = rows[child] as T;
      at = child;
    }
    rows[at] = last;
    return top;
  }
}
