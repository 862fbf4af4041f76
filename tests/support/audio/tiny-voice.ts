/**
 * A model folder that sherpa-onnx really loads and runs: a VITS model in form, which hums a tone for every letter. No
 * voice, but everything from the folder to the samples is the real way. Written as ONNX (protobuf) by hand, since no
 * spoken model comes in a package.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const TINY_RATE_HZ = 16_000;
/** Of a letter at speed 1. */
export const TINY_LETTER_MS = 60;

const LETTERS =
  ' .,!?aăâbcdđeêghiklmnoôơpqrstuưvxyfjzw0123456789àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ';

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

/** A field of a protobuf message: a whole number, or bytes with their length. */
function field(number: number, value: number | string | Uint8Array): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number << 3), varint(value)]);
  const bytes = Buffer.from(value as Uint8Array);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}
const message = (...fields: Buffer[]): Buffer => Buffer.concat(fields);

const FLOAT = 1;
const INT64 = 7;

const node = (op: string, inputs: string[], output: string, attribute?: Buffer): Buffer =>
  field(
    1,
    message(
      ...inputs.map((input) => field(1, input)),
      field(2, output),
      field(4, op),
      ...(attribute === undefined ? [] : [field(5, attribute)]),
    ),
  );
const castTo = (type: number): Buffer => message(field(1, 'to'), field(3, type), field(20, 2));
const floats = (name: string, dims: number[], values: number[]): Buffer =>
  field(
    5,
    message(
      ...dims.map((dim) => field(1, dim)),
      field(2, FLOAT),
      field(8, name),
      field(9, bytesOf(new Float32Array(values))),
    ),
  );
const ints = (name: string, values: number[]): Buffer =>
  field(
    5,
    message(
      field(1, values.length),
      field(2, INT64),
      field(8, name),
      field(9, bytesOf(new BigInt64Array(values.map(BigInt)))),
    ),
  );
const bytesOf = ({ buffer }: Float32Array | BigInt64Array): Uint8Array => new Uint8Array(buffer);
const shaped = (kind: number, name: string, type: number, dims: (number | string)[]): Buffer => {
  const shape = dims.map((dim) => field(1, typeof dim === 'number' ? field(1, dim) : field(2, dim)));
  return field(kind, message(field(1, name), field(2, field(1, message(field(1, type), field(2, message(...shape)))))));
};

/** Hz of a letter = 200 + 5 × its number; its length follows `length_scale`, as a real voice's does. */
function graph(kind: Kind): Buffer {
  const scales = kind === 'piper' ? [node('Gather', ['scales', 'second'], 'length_scale')] : [];
  const inputs =
    kind === 'piper'
      ? [shaped(11, 'scales', FLOAT, [3])]
      : ['noise_scale', 'length_scale', 'noise_scale_w'].map((name) => shaped(11, name, FLOAT, [1]));
  return message(
    ...scales,
    ints('second', [1]),
    node('Cast', ['x'], 'letters', castTo(FLOAT)),
    node('Unsqueeze', ['letters', 'last'], 'column'),
    node('Mul', ['column', 'step'], 'above'),
    node('Add', ['above', 'base'], 'hz'),
    node('Mul', ['length_scale', 'letter'], 'length1'),
    node('Squeeze', ['length1', 'first'], 'length'),
    node('Range', ['zero', 'length', 'one'], 'ticks'),
    node('Mul', ['ticks', 'radians'], 'turns'),
    node('Mul', ['hz', 'turns'], 'phase'),
    node('Sin', ['phase'], 'sine'),
    node('Mul', ['sine', 'loud'], 'hum'),
    node('Reshape', ['hum', 'flat'], 'y'),
    field(2, 'tiny'),
    ints('last', [2]),
    ints('first', [0]),
    ints('flat', [1, 1, -1]),
    floats('step', [1], [5]),
    floats('base', [1], [200]),
    floats('letter', [1], [(TINY_RATE_HZ * TINY_LETTER_MS) / 1000]),
    floats('zero', [], [0]),
    floats('one', [], [1]),
    floats('radians', [1], [(2 * Math.PI) / TINY_RATE_HZ]),
    floats('loud', [1], [0.3]),
    shaped(11, 'x', INT64, [1, 'letters']),
    shaped(11, 'x_length', INT64, [1]),
    ...inputs,
    shaped(12, 'y', FLOAT, [1, 1, 'samples']),
  );
}

const METADATA = {
  model_type: 'vits',
  sample_rate: TINY_RATE_HZ,
  n_speakers: 1,
  language: 'Vietnamese',
  comment: 'tones, one a letter',
  frontend: 'characters',
  add_blank: 0,
  use_eos_bos: 0,
};

/** Piper's voices read phonemes, between signs for beginning and end, and take their scales in one input. */
const PIPER_METADATA = { comment: 'piper, tones', frontend: undefined, voice: 'vi', has_espeak: 1, use_eos_bos: 1 };
const PHONEMES = [...'_^$', ...' .,!?abcdefhijklmnoprstuvwxzŋɲɓɗɔəɛɤɯʔːˈˌ̆ʈʂʐɣɹɪʊæθðʃʒχʰʷ1234567890↓↑↗↘˥˦˧˨˩'];

type Kind = 'letters' | 'piper';

/** @param metadata put in place of the usual; an undefined value leaves an entry out */
export async function makeTinyVoice(
  folder: string,
  metadata: Record<string, string | number | undefined> = {},
  kind: Kind = 'letters',
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const usual = kind === 'piper' ? { ...METADATA, ...PIPER_METADATA } : METADATA;
  const entries = Object.entries({ ...usual, ...metadata }).filter(([, value]) => value !== undefined);
  const model = message(
    field(1, 8),
    field(7, graph(kind)),
    field(8, message(field(1, ''), field(2, 13))),
    ...entries.map(([key, value]) => field(14, message(field(1, key), field(2, String(value))))),
  );
  await writeFile(join(folder, 'tones.onnx'), model);
  const tokens =
    kind === 'piper'
      ? PHONEMES.map((phoneme, id) => [phoneme, id])
      : [...LETTERS].map((letter, index) => [letter, index + 1]);
  await writeFile(join(folder, 'tokens.txt'), `${tokens.map((token) => token.join(' ')).join('\n')}\n`);
  return folder;
}
