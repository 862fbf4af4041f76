/**
 * A process of its own around sherpa-onnx: a model it does not like makes the native code abort or exit, and that must
 * not take the controller along. Argument: the model's files as JSON, with the speaker's number.
 */
import { setPriority } from 'node:os';
import type { OfflineTts, OfflineTtsConfig } from 'sherpa-onnx-node';
import type { NeuralReply, NeuralRequest } from './messages.ts';
import type { ModelFiles } from './model-folder.ts';

/** Whatever carries voice on the same cores gets three times the share of speech. */
const BEHIND_THE_REST = 5;
setPriority(BEHIND_THE_REST);

const { files, speaker } = JSON.parse(process.argv[2] ?? '') as { files: ModelFiles; speaker: number };

type Loaded = { ok: true; tts: OfflineTts; version: string } | Extract<NeuralReply, { ok: false }>;

async function load(): Promise<Loaded> {
  const sherpa = await import('sherpa-onnx-node').then(
    (module) => module.default,
    (error: unknown) => String(error),
  );
  if (typeof sherpa === 'string') return { ok: false, fault: 'package-missing', detail: firstLine(sherpa) };
  const { lexicon, dataDir, model, tokens } = files;
  const vits = {
    model,
    tokens,
    ...(dataDir !== undefined && { dataDir }),
    ...(lexicon !== undefined && { lexicon }),
  };
  // one thread each: sentences are what runs in parallel
  const config: OfflineTtsConfig = {
    model: { vits, numThreads: 1, provider: 'cpu', debug: false },
    maxNumSentences: 1,
  };
  try {
    return { ok: true, tts: new sherpa.OfflineTts(config), version: sherpa.version };
  } catch (error) {
    return { ok: false, fault: 'model-wrong', detail: firstLine(String(error)) };
  }
}

function answer(loaded: Loaded, request: NeuralRequest): NeuralReply {
  if (!loaded.ok) return loaded;
  const { tts, version } = loaded;
  if (request.kind === 'probe') {
    return { ok: true, speakers: tts.numSpeakers, sampleRateHz: tts.sampleRate, packageVersion: version };
  }
  const { samples, sampleRate } = tts.generate({ text: request.text, sid: speaker, speed: request.speed });
  return { ok: true, samples: Int16Array.from(samples, toInt16), sampleRateHz: sampleRate };
}

const toInt16 = (sample: number): number => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

const loading = load();
process.on('message', (request: NeuralRequest) => {
  void loading
    .then((loaded) => answer(loaded, request))
    .catch((error: unknown): NeuralReply => ({ ok: false, fault: 'failed', detail: String(error) }))
    .then((reply) => process.send?.(reply));
});
// without the controller there is nobody to speak for
process.on('disconnect', () => process.exit());
