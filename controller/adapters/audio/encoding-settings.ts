/** How assets are made unless a commune says otherwise, and the key under which an encoding is kept. */
import { repairKey } from '../../domain/recordings/repair.ts';
import type { EncodingSettings } from '../../ports/audio.ts';

/**
 * - −16 LUFS: a horn is driven near its limit in the open and speech must stand above traffic, so louder than
 *   television (−23), yet low enough that a voice's peaks, some 14 to 18 dB above its loudness, need only light
 *   limiting. The same figure is usual for spoken podcasts, which officers compare it with.
 * - −1.5 dBTP: lossy decoding and the device's resampler may overshoot by a decibel; clipped horns hurt.
 * - 24 kbit/s: Opus speech is transparent enough for a horn (band below 8 kHz); a quarter of an hour is 2.7 MB of
 *   a SIM card's monthly volume.
 * - No horn band: the horns of a cluster are not known when a bulletin is made, and the same asset goes to all.
 */
export const DEFAULT_ENCODING: EncodingSettings = {
  targetLufs: -16,
  maxTruePeakDbtp: -1.5,
  bitRate: 24_000,
};

/**
 * What re-entrant horns reproduce. Below 250 Hz they only heat the voice coil; above 6.5 kHz they fall off and what
 * is left is hiss, while the consonants lie between.
 */
export const HORN_BAND_HZ = { low: 250, high: 6_500 };

/** Changes only when the same settings would be heard differently, so that upgrades re-encode nothing. */
const RECIPE = 'opus-mono-48k-2';

/**
 * The key under which an encoding is kept: same input and settings, same key. The tool's version is no part of it:
 * an upgrade of ffmpeg must not make 5,000 devices fetch everything again.
 *
 * @param inputSha256 lower-case hexadecimal SHA-256 of the input's bytes
 */
export function encodingKey(inputSha256: string, settings: EncodingSettings): string {
  const band = settings.hornBandHz === undefined ? 'full' : `${settings.hornBandHz.low}-${settings.hornBandHz.high}hz`;
  const repair = repairKey(settings.repair ?? {});
  return [
    RECIPE,
    inputSha256,
    `${settings.targetLufs}lufs`,
    `${settings.maxTruePeakDbtp}dbtp`,
    `${settings.bitRate}bps`,
    band,
    ...(repair === '' ? [] : [repair]),
  ].join('/');
}
