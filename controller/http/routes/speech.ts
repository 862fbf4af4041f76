/** Routes of voices, and of hearing a text before it is kept. */
import { Readable } from 'node:stream';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { SpeechPreviewSchema, VoiceListSchema } from '@loa-lang/schemas/http/speech';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { wavHeader } from '../../domain/speech/wav-header.ts';
import { readWarning } from '../../domain/text/stored-warning.ts';
import type { Speaking } from '../../ports/speech.ts';
import { type Readings, refuseUnsayable } from '../../services/reading/readings.ts';
import type { Voices } from '../../services/reading/voices.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { voiceBody } from '../present-voice.ts';
import { needs } from '../right.ts';

export interface SpeechRouteDeps {
  voices: Voices;
  readings: Readings;
}

export function speechRoutes(server: HttpServer, { voices, readings }: SpeechRouteDeps): void {
  const tags = ['speech'];
  server.get(
    `${API_ROOT}/voices`,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, VoiceListSchema) } },
    async () => ({
      wordsPerMinute: voices.defaultWordsPerMinute,
      voices: (await voices.list()).map((voice) => voiceBody(voice, voices.defaultVoice)),
    }),
  );
  server.post(
    `${API_ROOT}/speech/preview`,
    {
      ...needs('draft', { place: 'anywhere' }),
      schema: {
        tags,
        description:
          'The text as it will be read, by the dictionary of the commune, as speech: a WAV stream of unknown length that begins with the first sentence, long before the ' +
          'last one is spoken. Not levelled; nothing is kept. A stream that breaks off means that the voice failed. ' +
          'What should be known of the voice is in x-speech-warning, codes apart by commas.',
        body: SpeechPreviewSchema,
      },
    },
    async ({ body: { voice: wished, wordsPerMinute, communeId = '', ...written } }, reply) => {
      const { language = FALLBACK_LANGUAGE } = written;
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      refuseUnsayable(written.corrections ?? []);
      const { spoken } = await readings.read({ ...written, communeId });
      const wish = { voice: wished, wordsPerMinute };
      const { speaking, warnings } = await voices.preview(spoken, wish, language, gone.signal);
      const { voice, sentences } = speaking.synthesis;
      return reply
        .type('audio/wav')
        .header('x-speech-voice', encodeURIComponent(voice))
        .header('x-speech-sentences', sentences)
        .headers(warnings.length === 0 ? {} : { 'x-speech-warning': warnings.map(codeOf).join(', ') })
        .send(Readable.from(wavStream(speaking), { objectMode: false }));
    },
  );
}

const codeOf = (warning: string): string => readWarning(warning).code;

async function* wavStream({ sampleRateHz, sentences }: Speaking): AsyncGenerator<Uint8Array, void, void> {
  yield wavHeader('unknown', sampleRateHz);
  for await (const sentence of sentences) {
    if (!sentence.ok) throw new Error(`speech broke off: ${sentence.detail}`);
    const { buffer, byteOffset, byteLength } = sentence.samples;
    yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}
