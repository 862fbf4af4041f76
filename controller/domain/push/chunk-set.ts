/** A set of chunk numbers of one asset. */
import type { ChunkRange } from '@loa-lang/schemas/wire/audio';

export class ChunkSet {
  private readonly marks: Uint8Array;
  private count = 0;

  /** @param total chunks of the asset; numbers beyond are ignored */
  constructor(total: number) {
    this.marks = new Uint8Array(total);
  }

  get size(): number {
    return this.count;
  }

  get total(): number {
    return this.marks.length;
  }

  has(index: number): boolean {
    return this.marks[index] === 1;
  }

  add(index: number): void {
    if (this.marks[index] !== 0) return;
    this.marks[index] = 1;
    this.count++;
  }

  delete(index: number): void {
    if (this.marks[index] !== 1) return;
    this.marks[index] = 0;
    this.count--;
  }

  /** The first number at or after `from`, going round; `undefined` when empty. */
  firstFrom(from: number): number | undefined {
    if (this.count === 0) return undefined;
    const after = this.marks.indexOf(1, from);
    return after === -1 ? this.marks.indexOf(1) : after;
  }

  /** Numbers that the ranges name and the asset has. No ranges: all. */
  static *named(total: number, ranges: readonly ChunkRange[] | undefined): Iterable<number> {
    for (const [from, to] of ranges ?? [[0, total] as const]) {
      for (let index = from; index < Math.min(to, total); index++) yield index;
    }
  }
}
