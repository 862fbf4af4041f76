/** Every engine against the same suite, each really speaking. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspeakEngine } from '@loa-lang/controller/adapters/speech/espeak/espeak-engine';
import { NeuralEngine } from '@loa-lang/controller/adapters/speech/neural/neural-engine';
import { serviceEngine } from '../../support/audio/service-engine.ts';
import { SpeechServer } from '../../support/audio/speech-server.ts';
import { makeTinyVoice } from '../../support/audio/tiny-voice.ts';
import { describeSpeechEngine } from './engine-suite.ts';

describeSpeechEngine('eSpeak NG', async () => ({ engine: new EspeakEngine() }));

// given up after each sentence, and started again for the next
describeSpeechEngine('eSpeak NG without patience', async () => ({ engine: new EspeakEngine({ idleMs: 1 }) }));

describeSpeechEngine('a model folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loa-voice-'));
  await makeTinyVoice(folder);
  const close = async () => rmSync(folder, { recursive: true, force: true });
  return { engine: new NeuralEngine({ folder }), close };
});

describeSpeechEngine('a service over HTTP', async () => {
  const server = new SpeechServer();
  await server.start();
  const { engine } = await serviceEngine(server.url);
  return { engine, close: () => server.stop() };
});
