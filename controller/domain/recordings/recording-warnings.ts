/** What an officer should know before a recording airs: codes, and the values that their sentences name. */
import type { RecordingAnalysis } from '@loa-lang/schemas/http/recordings';

export type RecordingWarning =
  | { code: 'recording-silent' }
  | { code: 'recording-silence-leading' | 'recording-silence-trailing'; seconds: number }
  | { code: 'recording-clipped' }
  | { code: 'recording-noisy'; decibels: number }
  | { code: 'recording-phase' }
  | { code: 'recording-not-speech' }
  | { code: 'recording-quiet'; decibels: number };

/** A listener takes two seconds for a pause and three for a fault. */
const SILENCE_MS = 3_000;
/** Speech over a background fewer decibels below it is hard to follow from a horn (15 dB: IEC 60268-16, annex). */
const NOISY_DB = 15;
/** Raised by so much, the room is raised with it. */
const QUIET_LUFS = -40;

export function recordingWarnings(recording: RecordingAnalysis): RecordingWarning[] {
  const { durationMs, leadingSilenceMs, trailingSilenceMs, integratedLufs, signalToNoiseDb, speech } = recording;
  if (leadingSilenceMs >= durationMs) return [{ code: 'recording-silent' }];
  const warnings: RecordingWarning[] = [];
  const seconds = (ms: number) => Math.round(ms / 1000);
  if (leadingSilenceMs >= SILENCE_MS)
    warnings.push({ code: 'recording-silence-leading', seconds: seconds(leadingSilenceMs) });
  if (trailingSilenceMs >= SILENCE_MS)
    warnings.push({ code: 'recording-silence-trailing', seconds: seconds(trailingSilenceMs) });
  if (recording.clipped) warnings.push({ code: 'recording-clipped' });
  if (speech === 'speech' && signalToNoiseDb < NOISY_DB)
    warnings.push({ code: 'recording-noisy', decibels: Math.round(signalToNoiseDb) });
  if (recording.phase === 'cancels') warnings.push({ code: 'recording-phase' });
  if (speech === 'other') warnings.push({ code: 'recording-not-speech' });
  if (integratedLufs !== undefined && integratedLufs < QUIET_LUFS)
    warnings.push({ code: 'recording-quiet', decibels: Math.round(-integratedLufs) });
  return warnings;
}
