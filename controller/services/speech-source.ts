/** A text as something that can be recorded: spoken, with progress, and with a word when another voice had to do it. */
import { createHash } from 'node:crypto';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { Speech, SpeechRequest } from '../ports/speech.ts';
import type { Source } from './sound-source.ts';

export interface SpeechSourceDeps {
  speech: Speech;
  feed: ProgressFeed;
}

export async function speechSource(
  request: SpeechRequest,
  bulletinId: string,
  { speech, feed }: SpeechSourceDeps,
  signal: AbortSignal,
): Promise<Source> {
  return {
    sha256: sha256Of(await speech.identify(request)),
    reusable: true,
    recording: async (folder, onProgress) => {
      const spoken = await speech.speak(request, folder, signal, ({ done, total }) => {
        feed.emit({ type: 'speech', bulletinId, done, total });
        onProgress(done / total);
      });
      if (!spoken.ok) return spoken;
      const { wavPath: path, synthesis, identity } = spoken;
      const recorded = { ok: true, path, provenance: { synthesis } } as const;
      if (synthesis.insteadOf === undefined) return recorded;
      return { ...recorded, standIn: sha256Of(identity), warnings: ['speech-fell-back'] };
    },
  };
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
