import { CONCEALED_SAMPLES } from '@loa-lang/device-agent/domain/concealment';
import { StreamBuffer, sampleOfMicros } from '@loa-lang/device-agent/playout/stream-buffer';
import { StreamWindow } from '@loa-lang/device-agent/playout/stream-window';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const PACKET = 4800;
const BLOCK = 960;
/** 2027 in samples. */
const ORIGIN = 1_800_000_000_000 * 48;
const signal = (sample: number): number => 0.4 * Math.sin(sample / 37) + 0.2 * Math.sin(sample / 11);

const packet = (n: number, moved = 0) => ({
  sequence: n,
  start: ORIGIN + n * PACKET + moved,
  samples: PACKET,
  frames: [],
});

function listening(from = 0) {
  const buffer = new StreamBuffer();
  const told = { heard: 0, lost: 0, concealedMs: 0 };
  const decoded: number[] = [];
  const window = new StreamWindow({
    buffer,
    decoder: {
      decode: ({ start, samples, sequence }) => {
        if (decoded.at(-1) !== sequence) decoded.push(sequence);
        return Float32Array.from({ length: samples }, (_, i) => signal(start - ORIGIN + i));
      },
      free: () => undefined,
    },
    origin: ORIGIN,
    listener: {
      heard: () => told.heard++,
      lost: (packets) => {
        told.lost += packets;
      },
      concealed: (ms) => {
        told.concealedMs += ms;
      },
    },
    freed: () => undefined,
  });
  let at = from;
  const heard: number[] = [];
  let there = 0;
  return {
    ...{ buffer, window, told, decoded, heard },
    there: () => there,
    /** Reads on for so many blocks of 20 ms. */
    read(blocks: number, rate = 1) {
      for (let i = 0; i < blocks; i++) {
        const block = new Float32Array(BLOCK);
        there += window.read(at, rate, block, 0, BLOCK);
        heard.push(...block);
        at += BLOCK * rate;
      }
    },
  };
}

describe('reading a stream', () => {
  it('gives the very samples, in whatever order the packets have come', () => {
    const { buffer, read, heard, decoded, told, there } = listening();
    for (const n of [2, 0, 4, 1, 3]) expect(buffer.add(packet(n))).toBe('taken');
    read(25);
    expect(heard.every((x, i) => x === Math.fround(signal(i)))).toBe(true);
    expect(decoded).toEqual([0, 1, 2, 3, 4]);
    expect(told).toEqual({ heard: 5, lost: 0, concealedMs: 0 });
    expect(there()).toBe(5 * PACKET);
  });

  it('at another rate gives what lies between them', () => {
    const { buffer, read, heard } = listening();
    for (let n = 0; n < 6; n++) buffer.add(packet(n));
    read(25, 1.0003);
    const worst = Math.max(...heard.slice(8).map((x, i) => Math.abs(x - signal((i + 8) * 1.0003))));
    expect(worst).toBeLessThan(1e-3);
  });

  it('conceals a lost packet, counts it, and comes back without a step', () => {
    const { buffer, read, heard, told, there } = listening();
    for (const n of [0, 1, 3, 4]) buffer.add(packet(n));
    read(25);
    expect(told).toEqual({ heard: 4, lost: 1, concealedMs: 100 });
    // what was made up was not broadcast: a receipt must not count it
    expect(there()).toBe(4 * PACKET);
    // the crossfade over, it is itself again
    for (let i = 3 * PACKET + 480; i < 5 * PACKET; i++) expect(heard[i]).toBe(Math.fround(signal(i)));
    const step = (i: number) => Math.abs((heard[i] ?? 0) - (heard[i - 1] ?? 0));
    const usual = Math.max(...Array.from({ length: PACKET }, (_, i) => step(i + 1)));
    for (let i = 1; i < heard.length; i++) expect(step(i)).toBeLessThan(1.5 * usual);
  });

  it('is silent where nothing has come for longer, and does not count it', () => {
    const { buffer, read, heard, there } = listening();
    for (const n of [0, 5]) buffer.add(packet(n));
    read(30);
    expect(heard.slice(PACKET + CONCEALED_SAMPLES, 5 * PACKET).every((x) => x === 0)).toBe(true);
    expect(there()).toBe(2 * PACKET);
  });

  it('lets the rest of a packet sound that comes when its place is partly over; one that is wholly late is refused', () => {
    const { buffer, read, heard } = listening();
    buffer.add(packet(0));
    read(7);
    expect(buffer.add(packet(1))).toBe('taken');
    expect(buffer.add(packet(0))).toBe('late');
    read(3);
    for (let i = PACKET + 2 * BLOCK + 500; i < 2 * PACKET; i++) expect(heard[i]).toBe(Math.fround(signal(i)));
    expect(buffer.add(packet(1))).toBe('late');
  });

  it('begins where its first packet is', () => {
    const { window, buffer } = listening();
    expect(window.soundsFrom(0, BLOCK)).toBeUndefined();
    buffer.add(packet(1));
    expect(window.soundsFrom(PACKET - 100, PACKET + 860)).toBe(PACKET);
    expect(window.soundsFrom(PACKET + 10.5, PACKET + 970)).toBe(PACKET + 10.5);
    expect(window.soundsFrom(2 * PACKET, 2 * PACKET + BLOCK)).toBeUndefined();
  });

  it('joins packets whose instants are rounded to a microsecond without a hole', () => {
    const { buffer, read, told } = listening();
    for (let n = 0; n < 10; n++) {
      const micros = BigInt(1_800_000_000_000_000 + n * 100_000 + (n % 3) * 21);
      buffer.add({ ...packet(n), start: sampleOfMicros(micros) });
    }
    read(50);
    expect(told.concealedMs).toBe(0);
  });

  it('goes on where a clock that was set has put it', () => {
    const { buffer, window, told } = listening();
    for (let n = 0; n < 200; n++) buffer.add(packet(n));
    const block = new Float32Array(BLOCK);
    for (const position of [0, BLOCK, 90_000, 700_000, 699_000, 660_000]) {
      expect(window.read(position, 1, block, 0, BLOCK)).toBe(BLOCK);
      expect(block.every((x, i) => x === Math.fround(signal(position + i)))).toBe(true);
    }
    expect(told.concealedMs).toBe(0);
  });

  it('holds no more than it may, whatever is sent', () => {
    const buffer = new StreamBuffer();
    for (let n = 0; n < 5000; n++) buffer.add(packet(n));
    expect(buffer.at(ORIGIN + 4999 * PACKET)).toBeDefined();
    expect(buffer.at(ORIGIN + 4000 * PACKET)).toBeUndefined();
  });

  it('whatever is lost and late, every sample that is heard of a packet is at its place', () => {
    const order = fc.array(fc.record({ n: fc.nat(19), moved: fc.constantFrom(0, 0, 0, 1, -1, 700) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(order, fc.array(fc.nat(6), { maxLength: 40 }), (packets, reads) => {
        const { buffer, read, heard, there } = listening();
        for (const [i, { n, moved }] of packets.entries()) {
          buffer.add(packet(n, moved));
          read(reads[i] ?? 1);
        }
        expect(heard.every((x) => Math.abs(x) <= 1.3)).toBe(true);
        expect(there()).toBeLessThanOrEqual(heard.length);
      }),
      { numRuns: 100 },
    );
  });
});
