/** What the first bytes of an Opus packet say of it (RFC 6716, 3.1). */
import type { Millis } from '@loa-lang/schemas/units';
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';

const SILK_MS = [10, 20, 40, 60] as const;
const HYBRID_MS = [10, 20] as const;
const CELT_MS = [2.5, 5, 10, 20] as const;

/** 20 ms of silence: CELT, full band, mono, with nothing coded. */
export const SILENT_FRAME: Uint8Array = Uint8Array.of(0xf8, 0xff, 0xfe);

const frameMs = (configuration: number): Millis => {
  if (configuration < 12) return SILK_MS[configuration % 4] ?? 0;
  return (configuration < 16 ? HYBRID_MS[configuration % 2] : CELT_MS[configuration % 4]) ?? 0;
};

/** How long a packet lasts; `undefined` for what is none. */
export function opusDurationMs(packet: Uint8Array): Millis | undefined {
  const [first, second] = packet;
  if (first === undefined) return undefined;
  const frames = [1, 2, 2][first & 3] ?? (second === undefined ? 0 : second & 63);
  return frames === 0 ? undefined : frames * frameMs(first >> 3);
}

/** Whether it is what a live is made of: 20 ms, mono. */
export const isLiveFrame = (packet: Uint8Array): boolean =>
  opusDurationMs(packet) === LIVE_FRAME_MS && ((packet[0] ?? 0) & 4) === 0;

/** Whether there is hardly anything in it, beside what the frames before took. */
export const isPause = (bytes: number, usualBytes: number): boolean => bytes <= 3 || bytes < usualBytes / 2;
