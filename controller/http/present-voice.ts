/** Voices as HTTP shows them. */
import { errorText, type Words } from '@loa-lang/schemas/errors/codes';
import type { VoiceBody, VoiceQuality } from '@loa-lang/schemas/http/speech';
import type { FoundVoice } from '../ports/speech.ts';

const QUALITY_LABELS: Record<VoiceQuality, Words> = {
  trial: { vi: 'giọng thử', en: 'trial voice' },
  natural: { vi: 'giọng tự nhiên', en: 'natural voice' },
};

export function voiceBody({ voice, state }: FoundVoice, defaultVoice: string): VoiceBody {
  return {
    ...voice,
    languages: [...voice.languages],
    qualityLabel: QUALITY_LABELS[voice.quality],
    isDefault: voice.id === defaultVoice,
    state: state.state,
    ...(state.state !== 'ready' && {
      reason: { code: state.code, message: errorText(state.code, { detail: state.detail }), detail: state.detail },
    }),
  };
}
