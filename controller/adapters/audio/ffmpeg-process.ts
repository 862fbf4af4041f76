/** An ffmpeg that runs until it is told to stop, in the same cage as one that does a piece of work. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { type CageDoors, cagedCommand } from './cage.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';

/** A relay takes some hundredths of a processor: days of it are not reached by one that works as it should. */
const CPU_SECONDS = 24 * 3600;
/** What a line of its report may be long; the rest of a longer one is let go. */
const MAX_LINE = 4_096;

export interface FfmpegProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** resolves when the process is gone; never rejects */
  readonly ended: Promise<{ detail: string }>;
  /** at once and without asking; it may be called again */
  kill(): void;
}

/**
 * Without an end of its own: it dies with its pipes, with this process where the machine can do that, and by `kill`.
 * @param onLine each line of its standard error
 */
export function startFfmpeg(
  tool: FfmpegTool,
  args: readonly string[],
  onLine: (line: string) => void,
  doors?: CageDoors,
): FfmpegProcess {
  const caged = cagedCommand(tool, { cpuSeconds: CPU_SECONDS, maxFileBytes: 0, urgent: true }, doors);
  let child: ChildProcessByStdio<Writable, Readable, Readable>;
  try {
    child = spawn(caged.command, [...caged.args, '-hide_banner', '-nostats', '-loglevel', 'level+info', ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: tmpdir(),
    });
  } catch (error) {
    return neverStarted(String(error));
  }
  // no descriptors left for pipes: there are none then
  if (child.stdin === undefined) {
    child.once('error', () => undefined);
    return neverStarted('no descriptors left');
  }
  // its end is told by `ended`; a pipe that breaks first says no more
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
  readLines(child.stderr, onLine);
  const ended = new Promise<{ detail: string }>((resolve) => {
    child.once('error', (error) => resolve({ detail: error.message }));
    child.once('close', (code, signal) => resolve({ detail: signal ?? `exited with code ${code}` }));
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    ended,
    kill: () => {
      child.kill('SIGKILL');
      child.stdin.destroy();
    },
  };
}

/** A machine at its limits: whoever wanted it is told as of one that has died, and tries again. */
const neverStarted = (detail: string): FfmpegProcess => ({
  stdin: new PassThrough().on('error', () => undefined),
  stdout: new PassThrough(),
  ended: Promise.resolve({ detail }),
  kill: () => undefined,
});

function readLines(from: Readable, onLine: (line: string) => void): void {
  let rest = '';
  from.setEncoding('utf8');
  from.on('data', (text: string) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = (lines.pop() ?? '').slice(0, MAX_LINE);
    for (const line of lines) if (line !== '') onLine(line.slice(0, MAX_LINE));
  });
}
