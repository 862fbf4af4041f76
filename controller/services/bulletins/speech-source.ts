/** A text as something that can be recorded: spoken, with progress, and with a word when another voice had to do it. */
import { createHash } from 'node:crypto';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { Speech, SpeechRequest } from '../../ports/speech.ts';
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
  const asked = sha256Of(await speech.identify(request));
  return {
    sha256: asked,
    reusable: true,
    recording: async (folder, onProgress) => {
      const spoken = await speech.speak(request, folder, signal, ({ done, total }) => {
        feed.emit({ type: 'speech', bulletinId, done, total });
        // the other half is levelling and encoding
        onProgress(done / total / 2);
      });
      if (!spoken.ok) return spoken;
      const { wavPath: path, synthesis, identity } = spoken;
      const recorded = { ok: true, path, provenance: { synthesis } } as const;
      const spokenAs = sha256Of(identity);
      // an engine may also have become another one since it was asked what it is
      if (spokenAs === asked) return recorded;
      const warnings = synthesis.insteadOf === undefined ? [] : ['speech-fell-back'];
      return { ...recorded, standIn: spokenAs, warnings };
    },
  };
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
