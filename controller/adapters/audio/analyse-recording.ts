/** The whole analysis of a recording: what the decoder measured and what its frames show. */
import type { RecordingAnalysis } from '@loa-lang/schemas/http/recordings';
import { judgeFrames } from '../../domain/recordings/judge-frames.ts';
import type { SoundFrames } from '../../domain/recordings/sound-frames.ts';
import type { Decoded } from './assess-decoding.ts';

/** Two channels of one microphone differ by rounding and coding only. */
const ALIKE_CORRELATION = 0.95;

function phaseOf({ channels, correlation, mixCancels }: Decoded): RecordingAnalysis['phase'] {
  if (mixCancels) return 'cancels';
  if (channels === undefined || channels < 2) return 'mono';
  return (correlation ?? 0) >= ALIKE_CORRELATION ? 'alike' : 'wide';
}

export function analyseRecording(decoded: Decoded, frames: SoundFrames): RecordingAnalysis {
  const { durationMs, codec, sampleRateHz, channels, integratedLufs, truePeakDbtp, correlation, warnings } = decoded;
  const { atFullScale, ...seen } = judgeFrames(frames, durationMs);
  return {
    durationMs,
    truePeakDbtp,
    ...(codec !== undefined && { codec }),
    ...(sampleRateHz !== undefined && { sampleRateHz }),
    ...(channels !== undefined && { channels }),
    ...(integratedLufs !== undefined && { integratedLufs }),
    ...(correlation !== undefined && { correlation: Number(correlation.toFixed(2)) }),
    phase: phaseOf(decoded),
    clipped: atFullScale || warnings.includes('audio-clipped'),
    ...seen,
  };
}
