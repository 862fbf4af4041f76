/** What a `wav` sink's folder says that a loudspeaker sounded, also when a kill left a file's header behind its sound. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Recording {
  file: string;
  /** controller time of the first sample, ms */
  fromMs: number;
  /** mono, 48 kHz */
  samples: Float32Array;
}

const SAMPLES_PER_MS = 48;

/** In the order in which they sounded. @throws when a file is no mono 16-bit WAV, or the device had no time. */
export function recordingsIn(folder: string): Recording[] {
  const list = join(folder, 'sounded.jsonl');
  if (!existsSync(list)) return [];
  const lines = readFileSync(list, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const { file, firstSampleAt } = JSON.parse(line) as { file: string; firstSampleAt?: number };
    if (firstSampleAt === undefined) throw new Error(`${file} sounded without time`);
    return { file, fromMs: firstSampleAt, samples: soundOf(readFileSync(join(folder, file)), file) };
  });
}

/** Those of them that lie in a span of controller time. */
export const recordingsWithin = (folder: string, fromMs: number, untilMs: number): Recording[] =>
  recordingsIn(folder).filter((each) => each.fromMs < untilMs && endOf(each) > fromMs);

export const endOf = ({ fromMs, samples }: Recording): number => fromMs + samples.length / SAMPLES_PER_MS;

function soundOf(bytes: Buffer, file: string): Float32Array {
  for (let at = 12; at + 8 <= bytes.length; at += 8 + bytes.readUInt32LE(at + 4)) {
    const id = bytes.toString('latin1', at, at + 4);
    if (id === 'fmt ' && (bytes.readUInt16LE(at + 10) !== 1 || bytes.readUInt16LE(at + 22) !== 16)) break;
    if (id !== 'data') continue;
    // to the end of the file, whatever the header says
    const count = (bytes.length - at - 8) >> 1;
    return Float32Array.from({ length: count }, (_, i) => bytes.readInt16LE(at + 8 + 2 * i) / 32_768);
  }
  throw new Error(`${file}: no mono 16-bit sound in it`);
}
