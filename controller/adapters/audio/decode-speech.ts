/** Makes samples of what a speech service answered with: any format that recordings may have, in the same cage. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpeechDecoder, SpokenSentence } from '../../ports/speech.ts';
import type { WorkFolders } from '../../ports/uploads.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { sniffContent } from './sniff-content.ts';

/** What neural voices are made at; twice what a horn reproduces. */
const SAMPLE_RATE_HZ = 24_000;
/** A sentence is some 20 s; five minutes of it are a fault or an attack. */
const MAX_SECONDS = 300;
const BYTES_PER_SAMPLE = 2;
const LIMITS = { wallMs: 30_000, cpuSeconds: 20, maxFileBytes: (MAX_SECONDS + 1) * SAMPLE_RATE_HZ * BYTES_PER_SAMPLE };

export class FfmpegSpeechDecoder implements SpeechDecoder {
  readonly #tool: FfmpegTool;
  readonly #folders: WorkFolders;

  constructor(tool: FfmpegTool, folders: WorkFolders) {
    this.#tool = tool;
    this.#folders = folders;
  }

  decode(audio: Uint8Array, signal: AbortSignal): Promise<SpokenSentence | { ok: false; detail: string }> {
    const decoded = this.#folders.use((folder) => this.#decodeIn(folder, audio, signal));
    return decoded.catch((error: unknown) => ({ ok: false, detail: `the answer cannot be decoded: ${String(error)}` }));
  }

  async #decodeIn(
    folder: string,
    audio: Uint8Array,
    signal: AbortSignal,
  ): Promise<SpokenSentence | { ok: false; detail: string }> {
    const [inputPath, outputPath] = [join(folder, 'answer'), join(folder, 'samples')];
    await writeFile(inputPath, audio);
    const other = await sniffContent(inputPath);
    if (other !== undefined) return { ok: false, detail: `the answer is ${other}, not sound` };
    const outputOptions = [
      ...['-map', '0:a:0', '-ac', '1', '-ar', String(SAMPLE_RATE_HZ), '-c:a', 'pcm_s16le'],
      ...['-t', String(MAX_SECONDS), '-f', 's16le'],
    ];
    const job = { inputPath, outputPath, outputOptions };
    const run = await runFfmpeg(this.#tool, job, { ...LIMITS, folder }, signal, () => undefined);
    if (run.end !== 'ok') return { ok: false, detail: `the answer cannot be decoded: ${run.detail.split('\n', 1)[0]}` };
    const bytes = await readFile(outputPath);
    if (bytes.length >= MAX_SECONDS * SAMPLE_RATE_HZ * BYTES_PER_SAMPLE)
      return { ok: false, detail: `over ${MAX_SECONDS} s of sound` };
    const samples = new Int16Array(Math.floor(bytes.length / 2));
    new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.byteLength));
    return { ok: true, samples, sampleRateHz: SAMPLE_RATE_HZ };
  }
}
