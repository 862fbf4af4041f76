/** The judge of recordings notices what must not be: a check that cannot fail would show nothing. */
import { describe, expect, it } from 'vitest';
import { expectInPlace, expectWhole, soundOf } from '../../support/audio/expect-sound.ts';
import { rulerWav } from '../../support/audio/ruler.ts';

const START_MS = 1_790_000_000_000;
const PER_MS = 48;

const rulerOf = (seconds: number, seed: number): Float32Array => {
  const wav = rulerWav(seconds, seed);
  return Float32Array.from({ length: (wav.length - 44) / 2 }, (_, i) => wav.readInt16LE(44 + 2 * i) / 32_768);
};
const content = rulerOf(2, 1);
const other = rulerOf(2, 3);
const planned = { content, startAtMs: START_MS, endsAtMs: START_MS + 2000 };
/** A recording that began so long after the start. */
const recorded = (fromMs: number, samples: Float32Array) => ({ file: 'x.wav', fromMs: START_MS + fromMs, samples });
const part = (fromMs: number, toMs: number): Float32Array => content.slice(fromMs * PER_MS, toMs * PER_MS);
const times = (samples: Float32Array, gain: number): Float32Array => samples.map((sample) => sample * gain);

describe('what is right', () => {
  it('the whole content at its moment', () => {
    expectWhole('whole', soundOf([recorded(0, content)], planned), planned);
    expectWhole('softer', soundOf([recorded(0, times(content, 0.5))], planned), planned, -6.02);
  });

  it('two stretches with a gap, the second after a silence of some blocks', () => {
    const late = new Float32Array(40 * PER_MS + 1000 * PER_MS);
    late.set(part(1000, 2000), 40 * PER_MS);
    const sounded = soundOf([recorded(0, part(0, 650)), recorded(960, late)], planned);
    expectInPlace('two stretches', sounded, planned);
    expect(sounded.share).toBeCloseTo(0.825, 2);
  });
});

describe('what is wrong', () => {
  const cases: [string, ReturnType<typeof recorded>[]][] = [
    ['30 ms late', [recorded(30, content)]],
    ['30 ms early', [recorded(-30, content)]],
    ['half a second late', [recorded(500, part(0, 1500))]],
    ['another sound', [recorded(0, rulerOf(2, 2))]],
    ['a stretch twice', [recorded(0, part(0, 1000)), recorded(1000, part(500, 1500))]],
    ['a stretch twice at once', [recorded(0, content), recorded(500, part(500, 1000))]],
    ['past the end', [recorded(0, content), recorded(2000, part(0, 500))]],
    [
      'another sound mixed in',
      [
        recorded(
          0,
          content.map((sample, i) => sample + (other[i] ?? 0)),
        ),
      ],
    ],
  ];
  it.each(cases)('%s', (_, recordings) => {
    const sounded = soundOf(recordings, planned);
    expect(() => expectInPlace('wrong', sounded, planned)).toThrow(/wrong/);
  });

  it('a part, a wrong level, silence are not the whole', () => {
    for (const recording of [
      recorded(0, part(0, 1800)),
      recorded(0, times(content, 0.8)),
      recorded(0, times(content, 0)),
    ]) {
      expect(() => expectWhole('wrong', soundOf([recording], planned), planned)).toThrow();
    }
  });
});
