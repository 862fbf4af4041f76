import { LineBuffer } from '@loa-lang/device-agent/playout/line-buffer';
import { describe, expect, it } from 'vitest';

const MS = 48;
/** Pieces of 20 ms come in, blocks of 10 ms go out. @param pace of the crystal that comes in */
function flow(pace: number, seconds: number, stopAt = Infinity) {
  const buffer = new LineBuffer(() => undefined);
  const out = new Float32Array(10 * MS);
  const waiting: number[] = [];
  let [due, written, there] = [0, 0, 0];
  for (let block = 0; block < seconds * 100; block++) {
    if (block % 2 === 0 && block < stopAt) {
      due += 20 * MS * pace;
      const piece = new Float32Array(Math.floor(due) - written).fill(0.5);
      written += piece.length;
      buffer.write(piece);
    }
    there += buffer.read(0, 1, out, 0, out.length);
    if (block % 100 === 99) waiting.push(buffer.waiting / MS);
  }
  return { buffer, waiting, thereMs: there / MS };
}

describe('sound at the pace of another crystal', () => {
  it.each([
    ['the same', 1],
    ['a fast one', 1 + 300e-6],
    ['a slow one', 1 - 300e-6],
  ])('what is held stays as it was for a quarter of an hour: %s', (_, pace) => {
    const { waiting, thereMs } = flow(pace, 900);
    const settled = waiting.slice(10);
    expect(Math.min(...settled)).toBeGreaterThan(50);
    expect(Math.max(...settled)).toBeLessThan(110);
    // nothing was left out but what was gathered first
    expect(900_000 - thereMs).toBeLessThan(150);
  });

  it('is silent when nothing comes, and gathers again before it goes on', () => {
    const { buffer, thereMs } = flow(1, 3, 100);
    expect(thereMs).toBeGreaterThan(900);
    expect(thereMs).toBeLessThan(1001);
    expect(buffer.soundsFrom(7)).toBeUndefined();
    const out = new Float32Array(10 * MS).fill(1);
    buffer.write(new Float32Array(40 * MS).fill(0.5));
    expect(buffer.read(0, 1, out, 0, out.length)).toBe(0);
    expect(Math.max(...out)).toBe(0);
    buffer.write(new Float32Array(60 * MS).fill(0.5));
    expect(buffer.soundsFrom(7)).toBe(7);
    expect(buffer.read(0, 1, out, 0, out.length)).toBe(out.length);
    // from silence without a click
    expect(out[0]).toBeLessThan(0.01);
    expect(out.at(-1)).toBeCloseTo(0.5);
  });

  it('catches up after a standstill instead of being late for ever', () => {
    const { buffer } = flow(1, 2);
    buffer.write(new Float32Array(1000 * MS));
    const out = new Float32Array(10 * MS);
    buffer.read(0, 1, out, 0, out.length);
    expect(buffer.waiting / MS).toBeLessThan(100);
  });
});
