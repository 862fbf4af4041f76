/** What a technician hears on `play-test`: two falling bells, over and over. */
import type { Millis } from '@loa-lang/schemas/units';

/** A third that sounds friendly on a horn: E5 and C5, well inside its band. */
const NOTES_HZ = [659.26, 523.25];
const NOTE_MS: Millis = 750;
const DECAY_MS = 280;
const ATTACK_MS = 8;
/** Moderate: speech is made at −16 LUFS or so. */
const PEAK = 0.25;
const OVERTONES = [1, 0.35, 0.12];

export function chime(durationMs: Millis, gainDb: number, rateHz: number): Float32Array {
  const peak = Math.min(0.9, PEAK * 10 ** (gainDb / 20));
  const total = OVERTONES.reduce((sum, height) => sum + height, 0);
  return Float32Array.from({ length: Math.round((durationMs / 1000) * rateHz) }, (_, i) => {
    const ms = (1000 * i) / rateHz;
    const note = Math.floor(ms / NOTE_MS);
    const t = ms - note * NOTE_MS;
    const envelope = Math.min(1, t / ATTACK_MS, (NOTE_MS - t) / 20, (durationMs - ms) / 20) * Math.exp(-t / DECAY_MS);
    const hz = NOTES_HZ[note % NOTES_HZ.length] as number;
    const wave = OVERTONES.reduce(
      (sum, height, n) => sum + height * Math.sin((2 * Math.PI * hz * (n + 1) * t) / 1000),
      0,
    );
    return (peak * wave * Math.max(0, envelope)) / total;
  });
}
