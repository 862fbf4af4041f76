/** A folder with a VITS voice in the form that sherpa-onnx reads, Piper's voices among them. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface ModelFiles {
  /** `*.onnx` */
  model: string;
  tokens: string;
  /** pronunciation of words, or Piper's data of phonemes, or neither for models that read letters */
  lexicon: string | undefined;
  dataDir: string | undefined;
}

export type FoundModel =
  | { ok: true; files: ModelFiles }
  | { ok: false; code: 'speech-model-missing' | 'speech-model-wrong'; detail: string };

/** What eSpeak NG's data must have at least, for Piper's phonemes. */
const PHONEME_DATA = ['phontab', 'phonindex', 'phondata', 'intonations'];

const wrong = (detail: string): FoundModel => ({ ok: false, code: 'speech-model-wrong', detail });

/** Looks at names only; whether the files are what they should be is known once they are loaded. */
export async function findModel(folder: string): Promise<FoundModel> {
  const names = await namesIn(folder);
  if (names === undefined) return { ok: false, code: 'speech-model-missing', detail: folder };
  const models = names.filter((name) => name.endsWith('.onnx'));
  const [model] = models;
  if (model === undefined) return wrong(`${folder}: no file *.onnx`);
  if (models.length > 1) return wrong(`${folder}: more than one model, ${models.join(', ')}`);
  if (!names.includes('tokens.txt')) {
    const piper = names.includes(`${model}.json`) ? '; a plain Piper voice has to be converted for sherpa-onnx' : '';
    return wrong(`${folder}: no file tokens.txt${piper}`);
  }
  const dataDir = names.includes('espeak-ng-data') ? join(folder, 'espeak-ng-data') : undefined;
  if (dataDir !== undefined) {
    const data = (await namesIn(dataDir)) ?? [];
    const missing = PHONEME_DATA.filter((name) => !data.includes(name));
    if (missing.length > 0) return wrong(`${dataDir}: no file ${missing.join(', ')}`);
  }
  const lexicon = names.includes('lexicon.txt') ? join(folder, 'lexicon.txt') : undefined;
  return { ok: true, files: { model: join(folder, model), tokens: join(folder, 'tokens.txt'), lexicon, dataDir } };
}

/** Names a model by what it is, wherever it lies. */
export async function hashModel({ model, tokens, lexicon, dataDir }: ModelFiles): Promise<string> {
  const hash = createHash('sha256');
  const phonemes = dataDir === undefined ? [] : await filesIn(dataDir);
  for (const path of [model, tokens, ...(lexicon === undefined ? [] : [lexicon]), ...phonemes]) {
    for await (const bytes of createReadStream(path)) hash.update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();

const namesIn = (folder: string): Promise<string[] | undefined> =>
  readdir(folder).then(
    (names) => names.sort(),
    () => undefined,
  );
