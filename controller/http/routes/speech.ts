/** Routes of voices, and of hearing a text before it is kept. */
import { Readable } from 'node:stream';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { SpeechPreviewSchema, VoiceListSchema } from '@loa-lang/schemas/http/speech';
import { wavHeader } from '../../domain/speech/wav-header.ts';
import type { Speaking } from '../../ports/speech.ts';
import { type Readings, refuseUnsayable } from '../../services/readings.ts';
import type { Voices } from '../../services/voices.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { voiceBody } from '../present-voice.ts';

export interface SpeechRouteDeps {
  voices: Voices;
  readings: Readings;
}

export function speechRoutes(server: HttpServer, { voices, readings }: SpeechRouteDeps): void {
  const tags = ['speech'];
  server.get(`${API_ROOT}/voices`, { schema: { tags, response: answers(200, VoiceListSchema) } }, async () => ({
    wordsPerMinute: voices.defaultWordsPerMinute,
    voices: (await voices.list()).map((voice) => voiceBody(voice, voices.defaultVoice)),
  }));
  server.post(
    `${API_ROOT}/speech/preview`,
    {
      schema: {
        tags,
        description:
          'The text as it will be read, by the dictionary of the commune, as speech: a WAV stream of unknown length that begins with the first sentence, long before the ' +
          'last one is spoken. Not levelled; nothing is kept. A stream that breaks off means that the voice failed.',
        body: SpeechPreviewSchema,
      },
    },
    async ({ body: { voice: wished, wordsPerMinute, communeId = '', ...written } }, reply) => {
      refuseUnsayable(written.corrections ?? []);
      const { spoken } = await readings.read({ ...written, communeId });
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const speaking = await voices.preview(spoken, { voice: wished, wordsPerMinute }, gone.signal);
      const { voice, sentences, insteadOf } = speaking.synthesis;
      return reply
        .type('audio/wav')
        .header('cache-control', 'no-store')
        .header('x-speech-voice', encodeURIComponent(voice))
        .header('x-speech-sentences', sentences)
        .headers(insteadOf === undefined ? {} : { 'x-speech-warning': 'speech-fell-back' })
        .send(Readable.from(wavStream(speaking), { objectMode: false }));
    },
  );
}

async function* wavStream({ sampleRateHz, sentences }: Speaking): AsyncGenerator<Uint8Array, void, void> {
  yield wavHeader('unknown', sampleRateHz);
  for await (const sentence of sentences) {
    if (!sentence.ok) throw new Error(`speech broke off: ${sentence.detail}`);
    const { buffer, byteOffset, byteLength } = sentence.samples;
    yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}
