/** Worker thread: eSpeak NG, one utterance after the other. Synthesis blocks, which is why it lives here. */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import initialise from '@echogarden/espeak-ng-emscripten';
import type { EspeakReply, EspeakRequest } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('runs only as a worker thread');

/**
 * On Linux this concerns the calling thread alone: whatever carries voice on the same cores gets three times its share,
 * and speech beside an encoding still comes forward.
 */
const BEHIND_THE_REST = 5;
if (process.platform === 'linux') setPriority(BEHIND_THE_REST);

const { eSpeakNGWorker } = await initialise();
const engine = new eSpeakNGWorker();
/** Names of the package's voices; asking for any other would silently keep the one before. */
const voices = new Set(engine.list_voices().flatMap(({ languages }) => languages.map(({ name }) => name)));

function speak({ text, voice, rate }: EspeakRequest): EspeakReply {
  if (!voices.has(voice))
    return { ok: false, fault: 'speech-voice-unknown', detail: `eSpeak NG has no voice "${voice}"` };
  const failed = engine.set_voice(voice);
  if (failed !== 0)
    return { ok: false, fault: 'speech-failed', detail: `eSpeak NG refused voice "${voice}" (${failed})` };
  engine.set_rate(rate);
  const chunks: Int16Array[] = [];
  engine.synthesize(text, (samples) => {
    if (samples !== undefined && samples.length > 0) chunks.push(samples);
    return false; // go on
  });
  const samples = new Int16Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    samples.set(chunk, at);
    at += chunk.length;
  }
  return { ok: true, samples, sampleRateHz: engine.get_samplerate() };
}

port.on('message', (request: EspeakRequest) => {
  let reply: EspeakReply;
  try {
    reply = speak(request);
  } catch (error) {
    reply = { ok: false, fault: 'speech-failed', detail: String(error) };
  }
  port.postMessage(reply, reply.ok ? [reply.samples.buffer] : []);
});
