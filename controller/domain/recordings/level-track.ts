/** Levels of frames, half a decibel in a byte, with a count of each: what is asked of hours of them costs no pass. */

/** dBFS; below the noise of any recording */
const FLOOR_DBFS = -120;
const STEPS_PER_DB = 2;
const STEPS = 256;

const stepOf = (dbfs: number): number =>
  Math.max(0, Math.min(STEPS - 1, Math.round((dbfs - FLOOR_DBFS) * STEPS_PER_DB)));
const levelOf = (step: number): number => step / STEPS_PER_DB + FLOOR_DBFS;

/** Bytes that grow with what comes: an hour is 360,000 of them. */
export class ByteList {
  #bytes = new Uint8Array(4_096);
  length = 0;

  push(value: number): void {
    if (this.length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.length++] = value;
  }

  at(index: number): number {
    return this.#bytes[index] ?? 0;
  }

  subarray(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from, Math.min(to, this.length));
  }
}

export class LevelTrack {
  readonly #steps = new ByteList();
  readonly #counts = new Uint32Array(STEPS);

  get length(): number {
    return this.#steps.length;
  }

  push(meanSquare: number): void {
    const step = stepOf(10 * Math.log10(meanSquare + 1e-12));
    this.#steps.push(step);
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
  }

  /** of one frame, dBFS */
  at(index: number): number {
    return levelOf(this.#steps.at(index));
  }

  /** Level that `share` of the frames stay under, those at both ends left out as told. */
  under(share: number, leading = 0, trailing = 0): number {
    const counts = leading + trailing === 0 ? this.#counts : this.#countsWithin(leading, trailing);
    let left = Math.floor((this.length - leading - trailing) * share);
    const step = counts.findIndex((count) => {
      left -= count;
      return left < 0;
    });
    return levelOf(Math.max(0, step));
  }

  /** Standard deviation of the levels from `threshold` up, dB. */
  spreadFrom(threshold: number): number {
    let [frames, sum, squares] = [0, 0, 0];
    for (let step = stepOf(threshold); step < STEPS; step++) {
      const [count, level] = [this.#counts[step] ?? 0, levelOf(step)];
      frames += count;
      sum += count * level;
      squares += count * level * level;
    }
    return frames === 0 ? 0 : Math.sqrt(Math.max(0, squares / frames - (sum / frames) ** 2));
  }

  #countsWithin(leading: number, trailing: number): Uint32Array {
    const counts = this.#counts.slice();
    const remove = (index: number) => {
      const step = this.#steps.at(index);
      counts[step] = (counts[step] ?? 0) - 1;
    };
    for (let index = 0; index < leading; index++) remove(index);
    for (let index = this.length - trailing; index < this.length; index++) remove(index);
    return counts;
  }
}
