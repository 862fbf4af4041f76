/** What an officer should know before a recording airs: codes, and the values that their sentences name. */
import type { RecordingAnalysis } from '@loa-lang/schemas/http/recordings';

export type RecordingWarning =
  | { code: 'audio-silent' }
  | { code: 'audio-silence-leading' | 'audio-silence-trailing'; seconds: number }
  | { code: 'audio-clipped' }
  | { code: 'audio-noisy'; decibels: number }
  | { code: 'audio-phase' }
  | { code: 'audio-not-speech' };

/** A listener takes two seconds for a pause and three for a fault. */
const SILENCE_MS = 3_000;
/** Speech over a background fewer decibels below it is hard to follow from a horn (15 dB: IEC 60268-16, annex). */
const NOISY_DB = 15;
export function recordingWarnings(recording: RecordingAnalysis): RecordingWarning[] {
  const { durationMs, leadingSilenceMs, trailingSilenceMs, signalToNoiseDb, speech } = recording;
  if (leadingSilenceMs >= durationMs) return [{ code: 'audio-silent' }];
  const warnings: RecordingWarning[] = [];
  const seconds = (ms: number) => Math.round(ms / 1000);
  if (leadingSilenceMs >= SILENCE_MS)
    warnings.push({ code: 'audio-silence-leading', seconds: seconds(leadingSilenceMs) });
  if (trailingSilenceMs >= SILENCE_MS)
    warnings.push({ code: 'audio-silence-trailing', seconds: seconds(trailingSilenceMs) });
  if (recording.clipped) warnings.push({ code: 'audio-clipped' });
  if (speech === 'speech' && signalToNoiseDb < NOISY_DB)
    warnings.push({ code: 'audio-noisy', decibels: Math.round(signalToNoiseDb) });
  if (recording.phase === 'cancels') warnings.push({ code: 'audio-phase' });
  if (speech === 'other') warnings.push({ code: 'audio-not-speech' });
  return warnings;
}
