import { FrameLimit, MAX_FRAME_BYTES } from '@loa-lang/schemas/wire/frame-limit';
import fc from 'fast-check';
import { generate } from 'mqtt-packet';
import { expect, it } from 'vitest';

const publish = (bytes: number): Buffer =>
  generate({ cmd: 'publish', topic: 'loa/v1/keys', payload: Buffer.alloc(bytes), qos: 0, dup: false, retain: false });

it('lets packets through however they are cut into pieces, and stops at the first that announces too much', () => {
  const stream = fc.tuple(
    fc.array(fc.nat(3000), { minLength: 1, maxLength: 8 }),
    fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }),
    fc.boolean(),
  );
  fc.assert(
    fc.property(stream, ([sizes, cuts, isLong]) => {
      const bytes = Buffer.concat([...sizes.map(publish), ...(isLong ? [publish(5000)] : [])]);
      const limit = new FrameLimit(4096);
      let admitted = true;
      for (let at = 0, n = 0; at < bytes.length; n++) {
        const length = cuts[n % cuts.length] ?? 1;
        admitted &&= limit.admits(bytes.subarray(at, at + length));
        at += length;
      }
      expect(admitted).toBe(!isLong);
    }),
    { numRuns: 500 },
  );
});

it('needs no more than the announcement, and takes what our largest message makes', () => {
  expect(new FrameLimit().admits(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]))).toBe(false);
  expect(new FrameLimit().admits(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff]))).toBe(false);
  expect(new FrameLimit().admits(publish(512 * 1024 + 200))).toBe(true);
  expect(MAX_FRAME_BYTES).toBeGreaterThan(512 * 1024);
});
