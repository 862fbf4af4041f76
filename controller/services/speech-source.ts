/** A text as something that can be recorded. */
import { createHash } from 'node:crypto';
import type { Speech } from '../ports/audio.ts';
import type { Source } from './sound-source.ts';

export interface SpeechSourceDeps {
  speech: Speech;
}

export async function speechSource(
  { text, voice }: { text: string; voice: string },
  { speech }: SpeechSourceDeps,
  signal: AbortSignal,
): Promise<Source> {
  const sha256 = createHash('sha256')
    .update(JSON.stringify(['speech', voice, text]))
    .digest('hex');
  return {
    sha256,
    reusable: true,
    recording: async (folder) => {
      const spoken = await speech.speak(text, voice, folder, signal);
      if (!spoken.ok) return spoken;
      return { ok: true, path: spoken.wavPath, provenance: { engine: spoken.engine, voice: spoken.voice } };
    },
  };
}
