/** Joins parts into one WAV file: ffmpeg decodes, this adds nothing and loses nothing. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { wavHeader } from '../../domain/speech/wav-header.ts';
import type { Assembly, Piece } from '../../ports/assembly.ts';
import { isNoRoom } from '../disk-faults.ts';
import { FfmpegReportReader } from './ffmpeg-report.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { SAMPLE_RATE_HZ } from './filter-graph.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { fault, toolFault } from './take-in.ts';

const BYTES_PER_SAMPLE = 2;
const FULL_SCALE = 32_767;
/** Decoding our own Opus runs hundreds of times faster than it plays: a quarter of an hour is three hours on a bad day. */
const DECODE_LIMITS = {
  wallMs: 15 * 60_000,
  cpuSeconds: 10 * 60,
  maxFileBytes: 3 * 3600 * SAMPLE_RATE_HZ * BYTES_PER_SAMPLE,
};
/** Silence is written in pieces of a second. */
const SILENT_SECOND = new Uint8Array(SAMPLE_RATE_HZ * BYTES_PER_SAMPLE);

export class FfmpegAssembly implements Assembly {
  readonly #tool: FfmpegTool;

  constructor(tool: FfmpegTool) {
    this.#tool = tool;
  }

  async decode(assetPath: string, workFolder: string, signal: AbortSignal): ReturnType<Assembly['decode']> {
    const outputPath = resolve(join(workFolder, `${randomUUID()}.pcm`));
    const reader = new FfmpegReportReader();
    const outputOptions = [
      ...['-map', '0:a:0', '-ac', '1', '-ar', String(SAMPLE_RATE_HZ), '-c:a', 'pcm_s16le', '-f', 's16le'],
    ];
    const job = { inputPath: resolve(assetPath), outputPath, outputOptions };
    const run = await runFfmpeg(this.#tool, job, { ...DECODE_LIMITS, folder: workFolder }, signal, reader.read);
    const failed = toolFault(run);
    if (failed !== undefined) return failed;
    if (run.end !== 'ok') return fault('audio-unreadable', run.detail);
    return { ok: true, sound: { path: outputPath, samples: (await stat(outputPath)).size / BYTES_PER_SAMPLE } };
  }

  async join(pieces: readonly Piece[], workFolder: string, signal: AbortSignal): ReturnType<Assembly['join']> {
    const path = resolve(join(workFolder, `${randomUUID()}.wav`));
    try {
      await write(path, pieces, signal);
    } catch (error) {
      if (isNoRoom(error)) return { ok: false, fault: 'disk-full' };
      throw error;
    }
    return { ok: true, path };
  }
}

const lengthOf = (piece: Piece): number => (piece.kind === 'samples' ? piece.samples.length : piece.samples);

async function write(path: string, pieces: readonly Piece[], signal: AbortSignal): Promise<void> {
  const samples = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
  await using file = await open(path, 'wx');
  await file.writeFile(wavHeader(samples * BYTES_PER_SAMPLE, SAMPLE_RATE_HZ));
  for (const piece of pieces) await append(file, piece, signal);
}

async function append(file: FileHandle, piece: Piece, signal: AbortSignal): Promise<void> {
  if (piece.kind === 'file') {
    for await (const bytes of createReadStream(piece.path, { signal })) await file.writeFile(bytes);
  } else if (piece.kind === 'samples') {
    await file.writeFile(pcmOf(piece.samples));
  } else {
    for (let left = piece.samples * BYTES_PER_SAMPLE; left > 0; left -= SILENT_SECOND.length) {
      await file.writeFile(SILENT_SECOND.subarray(0, left));
    }
  }
}

/** 16 bits, little-endian, rounded; what is beyond full scale is held there. */
function pcmOf(samples: Float32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(samples.length * BYTES_PER_SAMPLE));
  samples.forEach((sample, index) => {
    const held = Math.max(-1, Math.min(1, sample));
    bytes.setInt16(index * BYTES_PER_SAMPLE, Math.round(held * FULL_SCALE), true);
  });
  return new Uint8Array(bytes.buffer);
}
