/** A repair as filters of ffmpeg. Numbers have a fixed count of digits, so equal repairs give equal text. */
import type { Repair } from '@loa-lang/schemas/http/recordings';

/**
 * Counts time by samples. The file's own time stamps begin late in a film, jump where a stream was joined, and lie in
 * damaged files; what was measured, and what an officer hears and cuts, knows nothing of them.
 */
export const COUNT_SAMPLES = 'asetpts=N/SR/TB';

/** First of all, on the sound as it came: what is cut away must not be measured. */
export function cutting(repair: Repair | undefined): string[] {
  if (repair?.range === undefined) return [];
  const { startMs, endMs } = repair.range;
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  return [COUNT_SAMPLES, `atrim=start=${seconds(startMs)}:end=${seconds(endMs)}`, COUNT_SAMPLES];
}

/** Used when no noise floor was measured: a quiet room on a telephone's microphone. */
const USUAL_NOISE_FLOOR_DBFS = -50;

/** `afftdn` of 2018 keeps its last window to itself: silence that it may keep, so that no sound is lost. */
const DENOISE_WINDOW_SAMPLES = 4_800;

/**
 * On the mono signal. Four poles (24 dB an octave) take rumble and wind away and leave a man's voice; the noise
 * reduction comes after them, so that it does not spend itself on what is gone. `afftdn` and not a trained model: both
 * supported releases have it, it needs no data, and it takes the level of the noise as a number, so that the same
 * repair gives the same bytes.
 */
export function cleaning(repair: Repair | undefined): string[] {
  const { highPassHz, denoise } = repair ?? {};
  const pass = highPassHz === undefined ? [] : Array(2).fill(`highpass=f=${highPassHz.toFixed(1)}:poles=2`);
  if (denoise === undefined) return pass;
  const floor = denoise.noiseFloorDbfs ?? USUAL_NOISE_FLOOR_DBFS;
  return [
    ...pass,
    `apad=pad_len=${DENOISE_WINDOW_SAMPLES}`,
    `afftdn=nr=${denoise.reductionDb.toFixed(1)}:nf=${floor.toFixed(1)}`,
    'aformat=sample_fmts=flt:channel_layouts=mono',
  ];
}
