/** Opus while samples come: an ffmpeg of its own for each stream, which writes a page of Ogg as soon as it has a frame. */
import type { OpusEncoder, OpusEncoding, OpusSettings, OpusSink } from '../../ports/opus-encoder.ts';
import { startFfmpeg } from './ffmpeg-process.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { matroskaFrame, matroskaHead } from './matroska-samples.ts';
import { OggOpusStream } from './ogg-opus-stream.ts';

const APPLICATIONS = { voice: 'voip', any: 'audio', 'low-delay': 'lowdelay' } as const;
const FRAME_BYTES = 1_920;
const FRAME_MS = 20;
/** Two seconds that it has not read: it stands still. */
const MOST_WAITING_BYTES = 100 * FRAME_BYTES;
const MICROS_PER_SAMPLE = 1e6 / 48_000;

/** The input is looked at for nothing, and nothing is held back to fill a page. */
const optionsOf = ({ bitRate, sound }: OpusSettings): string[] => [
  ...['-probesize', '32', '-analyzeduration', '0', '-protocol_whitelist', 'pipe'],
  ...['-f', 'matroska', '-i', 'pipe:0'],
  ...['-c:a', 'libopus', '-b:a', String(bitRate), '-vbr', 'on', '-application', APPLICATIONS[sound]],
  ...['-frame_duration', '20', '-map_metadata', '-1'],
  ...['-flush_packets', '1', '-page_duration', '20000', '-f', 'ogg', 'pipe:1'],
];

export class FfmpegOpusEncoder implements OpusEncoder {
  readonly #tool: FfmpegTool;

  constructor(tool: FfmpegTool) {
    this.#tool = tool;
  }

  start(settings: OpusSettings, sink: OpusSink): OpusEncoding {
    let gone = false;
    let lastLine = '';
    let written = 0;
    const child = startFfmpeg(this.#tool, optionsOf(settings), (line) => {
      lastLine = line;
    });
    const end = (detail: string): void => {
      if (gone) return;
      gone = true;
      child.kill();
      sink.onEnd(detail);
    };
    const stream = new OggOpusStream((packet, preSkip) => {
      if (!gone) sink.onFrame(packet, Math.round(preSkip * MICROS_PER_SAMPLE));
    });
    child.stdout.on('data', (bytes: Buffer) => {
      try {
        stream.push(bytes);
      } catch (error) {
        end(String(error));
      }
    });
    void child.ended.then(({ detail }) => end(`${detail}: ${lastLine}`));
    child.stdin.write(matroskaHead());
    return {
      write: (samples) => {
        if (gone || child.stdin.writableLength > MOST_WAITING_BYTES) return false;
        child.stdin.write(matroskaFrame(samples, written * FRAME_MS));
        written++;
        return true;
      },
      stop: () => end('stopped'),
    };
  }
}
