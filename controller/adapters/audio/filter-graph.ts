/** Filter graphs as text. Every number is written with a fixed count of digits, so equal settings give equal text. */
import { ANALYSIS_RATE_HZ } from '../../domain/recordings/sound-frames.ts';
import type { EncodingSettings } from '../../ports/audio.ts';
import { COUNT_SAMPLES, cleaning, cutting } from './repair-filters.ts';

/** Rate of everything that is measured and encoded: the one at which Opus works. */
export const SAMPLE_RATE_HZ = 48_000;

/** How two or more channels become one: mixed, or only the first when a mix would cancel itself out. */
export type Downmix = 'mix' | 'first-channel';

/** What becomes of the sound before it is measured and encoded. */
export interface Preparation {
  downmix: Downmix;
  hornBandHz?: EncodingSettings['hornBandHz'];
  repair?: EncodingSettings['repair'];
}

/**
 * From whatever was decoded to the mono signal that is encoded. Loudness is measured on this signal, so that what is
 * measured is what sounds; the horn band is cut first, because what a horn cannot play must not count.
 */
function toMono({ downmix, hornBandHz: band }: Preparation): string[] {
  // The mix is weighted so that its gain is one (rematrix_maxval): left to itself the resampler does that for whole
  // numbers only and mixes floating point 3 dB louder. It takes the layout and format that aformat asks for.
  const filters = [
    ...(downmix === 'first-channel' ? ['pan=mono|c0=c0'] : []),
    `aresample=${SAMPLE_RATE_HZ}:rematrix_maxval=1.0`,
    'aformat=sample_fmts=flt:channel_layouts=mono',
  ];
  if (band !== undefined)
    filters.push(`highpass=f=${band.low.toFixed(1)}:poles=2`, `lowpass=f=${band.high.toFixed(1)}:poles=2`);
  return filters;
}

/**
 * EBU R128 with true peak. Mono is measured as dual mono: one channel on one loudspeaker carries what a listener
 * would hear from two, and the same recording then reads the same whether it was saved in mono or in stereo. The
 * second channel is real, because the meter's own `dualmono` adds its 3 dB after gating and so gates 3 LU too high.
 */
const METER = ['pan=stereo|c0=c0|c1=c0', 'ebur128=peak=true:framelog=verbose'];

/** Of a clip that is repeated to be measured: some of the meter's blocks of 400 ms. */
const REPEATED_UNTIL_MS = 3_000;

/**
 * Decode and measure: statistics of what is kept of the source, statistics of its mono mix, loudness when cleaned.
 * `repeatedMs`: the length of a clip that is too short for the meter; its loudness is then that of the clip going on.
 */
export function measuringGraph(preparation: Preparation, repeatedMs?: number): string {
  const { repair } = preparation;
  const again =
    repeatedMs === undefined
      ? []
      : [`aloop=loop=${Math.ceil(REPEATED_UNTIL_MS / repeatedMs)}:size=${repeatedMs * (SAMPLE_RATE_HZ / 1000)}`];
  const mono = [...toMono(preparation), 'astats', ...cleaning(repair)];
  return [...cutting(repair), 'astats', ...mono, ...again, ...METER, COUNT_SAMPLES].join(',');
}

/** The same signal as it is looked at frame by frame. */
export function analysisGraph(preparation: Preparation): string {
  const { repair } = preparation;
  const end = [`aresample=${ANALYSIS_RATE_HZ}`, 'aformat=sample_fmts=flt:channel_layouts=mono', COUNT_SAMPLES];
  return [...cutting(repair), ...toMono(preparation), ...cleaning(repair), ...end].join(',');
}

/** Rate at which the limiter looks at the signal: four times, where sample peaks are true peaks (BS.1770-4 annex 2). */
const LIMITER_RATE_HZ = SAMPLE_RATE_HZ * 4;
/** Short enough not to be heard as pumping, long enough not to distort a low voice (a period at 100 Hz is 10 ms). */
const LIMITER_ATTACK_MS = 5;
const LIMITER_RELEASE_MS = 80;
/** The limiter looks ahead by its attack and so delays the signal; the start is cut and the end padded by as much. */
const LIMITER_DELAY_SAMPLES = (LIMITER_RATE_HZ * LIMITER_ATTACK_MS) / 1000;

export interface Levelling {
  gainDb: number;
  /** where the limiter starts, dBTP; undefined when no peak comes near it */
  ceilingDbtp: number | undefined;
}

/** Decode again, bring to level, limit. */
export function encodingGraph(preparation: Preparation, levelling: Levelling): string {
  const { repair } = preparation;
  const mono = [...cutting(repair), ...toMono(preparation), ...cleaning(repair)];
  const filters = [...mono, `volume=${levelling.gainDb.toFixed(3)}dB:precision=float`];
  if (levelling.ceilingDbtp !== undefined) {
    const limit = 10 ** (levelling.ceilingDbtp / 20);
    filters.push(
      `aresample=${LIMITER_RATE_HZ}`,
      `apad=pad_len=${LIMITER_DELAY_SAMPLES}`,
      `alimiter=limit=${limit.toFixed(6)}:attack=${LIMITER_ATTACK_MS}:release=${LIMITER_RELEASE_MS}:level=0`,
      `atrim=start_sample=${LIMITER_DELAY_SAMPLES}`,
      `aresample=${SAMPLE_RATE_HZ}`,
    );
  }
  // Gaps between the time stamps of a damaged file would end up in the length that the Ogg page names.
  filters.push(COUNT_SAMPLES);
  return filters.join(',');
}
