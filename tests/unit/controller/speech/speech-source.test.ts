import type { Speech } from '@loa-lang/controller/ports/speech';
import { speechSource } from '@loa-lang/controller/services/bulletins/speech-source';
import { describe, expect, it } from 'vitest';

const never = new AbortController().signal;
const request = { text: 'Họp.', voice: 'neural', wordsPerMinute: 180 };

/** A model that is one thing when it is asked, and speaks as whatever it then is. */
const speechOf = (asked: string, spokenAs: string): Pick<Speech, 'identify' | 'speak'> => ({
  identify: async () => asked,
  speak: async () => ({
    ok: true,
    wavPath: '/a.wav',
    identity: spokenAs,
    synthesis: { engine: 'sherpa-onnx', engineVersion: spokenAs, voice: 'neural', wordsPerMinute: 180, sentences: 1 },
  }),
});
const record = async (speech: Pick<Speech, 'identify' | 'speak'>) => {
  const deps = { speech: speech as Speech, feed: { emit: () => undefined, subscribe: () => () => undefined } };
  const source = await speechSource(request, 'bulletin', deps, never);
  return source.recording('/folder', () => undefined);
};

describe('what a voice said', () => {
  it('is kept as its own while it is what it was', async () => {
    expect(await record(speechOf('model A', 'model A'))).not.toHaveProperty('standIn');
  });

  it('is not kept under the name of the model that was there when it was asked for', async () => {
    const recorded = await record(speechOf('none', 'model B'));
    expect(recorded).toMatchObject({ ok: true, standIn: expect.stringMatching(/^[0-9a-f]{64}$/), warnings: [] });
  });
});
