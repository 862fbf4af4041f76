import { layOutLivePacket, readLivePacket } from '@loa-lang/schemas/wire/live';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const packet = fc.record({
  sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  playAtMicros: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  frames: fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 48 }),
});
const signed = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc(64, 9)]);

describe('live packet', () => {
  it('is read back as it was laid out', () => {
    fc.assert(
      fc.property(packet, (one) => {
        const read = readLivePacket(signed(layOutLivePacket(one)));
        expect(read?.sequence).toBe(one.sequence);
        expect(read?.playAtMicros).toBe(one.playAtMicros);
        expect(read?.frames.map((frame) => [...frame])).toEqual(one.frames.map((frame) => [...frame]));
        expect(read?.signature).toEqual(Buffer.alloc(64, 9));
      }),
    );
  });

  it('never throws on what arrives, and takes nothing cut or lengthened', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void readLivePacket(bytes)));
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 78, maxLength: 400 }),
        fc.integer({ min: 0, max: 60 }),
        (bytes, frames) => {
          bytes[0] = 1;
          bytes[1] = frames;
          readLivePacket(bytes);
        },
      ),
    );
    fc.assert(
      fc.property(packet, fc.integer({ min: 1, max: 70 }), (one, n) => {
        const whole = signed(layOutLivePacket(one));
        expect(readLivePacket(whole.subarray(0, whole.length - n))).toBeUndefined();
        expect(readLivePacket(Buffer.concat([whole, Buffer.alloc(n)]))).toBeUndefined();
      }),
    );
  });

  it('refuses to be laid out with fields that do not fit', () => {
    const lay = (frames: Uint8Array[], sequence = 0) => layOutLivePacket({ sequence, playAtMicros: 0n, frames });
    expect(() => lay([])).toThrow(RangeError);
    expect(() => lay(Array.from({ length: 49 }, () => Uint8Array.of(1)))).toThrow(RangeError);
    expect(() => lay([new Uint8Array(70_000)])).toThrow(RangeError);
    expect(() => lay([Uint8Array.of(1)], 2 ** 32)).toThrow(RangeError);
  });
});
