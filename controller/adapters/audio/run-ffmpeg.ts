/**
 * The cage of fluent-ffmpeg: the one file that knows it. It builds the command line, starts the process and hands
 * out the lines of standard error; everything else it offers is switched off, because the library is archived and
 * - asks ffmpeg for its formats and encoders first and misreads the answer of newer releases,
 * - keeps one path for the whole process in a module variable,
 * - throws outside of any promise when the binary cannot be started,
 * - ends its own timeout with a signal that a busy ffmpeg may ignore.
 */
import type { ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import ffmpeg from 'fluent-ffmpeg';
import { type CageLimits, cagedCommand } from './cage.ts';
import type { FfmpegTool } from './ffmpeg-tool.ts';
import { readableFormats } from './readable-formats.ts';

export interface FfmpegJob {
  /** absolute path; any characters */
  inputPath: string;
  /** options of the output, one element an argument */
  outputOptions: string[];
  /** absolute path, or undefined to decode into nothing */
  outputPath?: string;
  /** a second output, whose bytes go to a callback and nowhere else */
  tap?: { outputOptions: string[]; take: (bytes: Buffer) => void };
}

export interface FfmpegLimits extends Omit<CageLimits, 'maxFileBytes'> {
  /** wall time until the process is killed */
  wallMs: number;
  /** the largest file it may write; when absent it may write none */
  maxFileBytes?: number;
  /** where it runs; relative names of its own end up here */
  folder?: string;
}

/** How a run ended; `deadline` is wall or processor time, `failed` carries the exit code or the signal in `detail`. */
type FfmpegEnd = 'ok' | 'failed' | 'deadline' | 'aborted' | 'missing';

export interface FfmpegRun {
  end: FfmpegEnd;
  detail: string;
}

/** Called for every line of ffmpeg's standard error, which is all of its report. */
type LineSink = (line: string) => void;

/** One allocation may not exceed this: headers of hostile files ask for gigabytes. */
const MAX_ALLOCATION_BYTES = 256 * 1024 * 1024;
/** Three hours that are measured say some 22 MB. A tag of nothing but line ends would keep us reading for minutes. */
const MAX_REPORT_BYTES = 64 * 1024 * 1024;
/** After SIGKILL the kernel needs moments; whatever still holds the pipe then is not waited for. */
const REAP_GRACE_MS = 2_000;

type Ring = { get(): string };
type SpawnEnd = (error: Error | null, stdout?: Ring, stderr?: Ring) => void;
type SpawnStarted = (child: ChildProcess, stdout: Ring, stderr: Ring) => void;
type Spawn = (args: string[], options: object, started: SpawnStarted, ended: SpawnEnd) => void;

/** The inner methods of fluent-ffmpeg that are replaced. */
interface Innards {
  _getFfmpegPath(done: (error: Error | null, path: string) => void): void;
  _checkCapabilities(done: (error: Error | null) => void): void;
  _spawnFfmpeg: Spawn;
  availableEncoders(done: (error: Error | null, encoders: object) => void): void;
}

/** The number of the pipe for samples, after the three standard ones. */
const TAP = 3;
/** What shells and `env` exit with when the program is not there or may not be run (POSIX, XCU 2.8.2). */
const NOT_RUNNABLE = /exited with code 12[67]\b/;

/** SIGXCPU as ffmpeg reports it when it still can, and what the kernel sends a second later. */
const CPU_TIME_USED_UP = /received signal 24\b|killed with signal SIG(XCPU|KILL)/;

const CPU_TIME_OVER: FfmpegRun = { end: 'deadline', detail: 'processor time used up' };

const PLAIN = ['ignore', 'pipe', 'pipe'];

const NO_OUTPUT: Ring = { get: () => '' };

function buildCommand(tool: FfmpegTool, job: FfmpegJob, limits: FfmpegLimits, onChild: (child: ChildProcess) => void) {
  // `file:` keeps a name that begins with "-" or looks like "http:" what it is: a file's name.
  const command = ffmpeg(`file:${job.inputPath}`, { stdoutLines: 50 });
  command.inputOptions(
    ...['-hide_banner', '-y', '-nostdin', '-nostats', '-loglevel', 'level+verbose'],
    ...['-max_alloc', String(MAX_ALLOCATION_BYTES)],
    ...['-protocol_whitelist', 'file,pipe', '-format_whitelist', readableFormats.join(',')],
  );
  // Without an output path fluent-ffmpeg adds no name: the null muxer takes "-".
  command.output(job.outputPath === undefined ? '-' : `file:${job.outputPath}`);
  command.outputOptions(...job.outputOptions);
  if (job.tap !== undefined) command.output(`pipe:${TAP}`).outputOptions(...job.tap.outputOptions);

  const innards = command as unknown as Innards;
  const spawnAsBuilt = innards._spawnFfmpeg;
  const cage = cagedCommand(tool, { maxFileBytes: 0, ...limits });
  const stdio = job.tap === undefined ? PLAIN : [...PLAIN, 'pipe'];
  innards._getFfmpegPath = (done) => done(null, cage.command);
  innards._checkCapabilities = (done) => done(null);
  innards.availableEncoders = (done) => done(null, {});
  innards._spawnFfmpeg = (args, options, started, ended) =>
    spawnAsBuilt.call(
      command,
      [...cage.args, ...args],
      { ...options, stdio, cwd: limits.folder ?? tmpdir() },
      (child, stdout, stderr) => {
        onChild(child);
        started(child, stdout, stderr);
      },
      (error, stdout, stderr) => ended(error, stdout ?? NO_OUTPUT, stderr ?? NO_OUTPUT),
    );
  return command;
}

/**
 * Runs ffmpeg once and resolves when its process is gone. Never rejects. The process is killed with SIGKILL at the
 * deadline and when `signal` fires; the kernel ends it when its processor time is used up.
 */
export function runFfmpeg(
  tool: FfmpegTool,
  job: FfmpegJob,
  limits: FfmpegLimits,
  signal: AbortSignal,
  onLine: LineSink,
): Promise<FfmpegRun> {
  if (signal.aborted) return Promise.resolve({ end: 'aborted', detail: 'aborted before it started' });
  return new Promise((resolve) => {
    let child: ChildProcess | undefined;
    let killed: FfmpegRun | undefined;
    let reaping: NodeJS.Timeout | undefined;
    let tapped: Promise<void> = Promise.resolve();

    const settle = (run: FfmpegRun): void => {
      clearTimeout(deadline);
      clearTimeout(reaping);
      signal.removeEventListener('abort', onAbort);
      resolve(killed ?? run);
    };
    const kill = (end: FfmpegEnd, detail: string): void => {
      killed ??= { end, detail };
      child?.kill('SIGKILL');
      reaping ??= setTimeout(() => {
        child?.stdout?.destroy();
        child?.stderr?.destroy();
        tapOf(child)?.destroy();
        settle({ end, detail });
      }, REAP_GRACE_MS);
    };
    const onAbort = (): void => kill('aborted', 'aborted by the caller');
    const deadline = setTimeout(() => kill('deadline', `not done after ${limits.wallMs} ms`), limits.wallMs);
    signal.addEventListener('abort', onAbort, { once: true });

    const command = buildCommand(tool, job, limits, (started) => {
      child = started;
      tapped = drain(tapOf(started), job.tap?.take);
      let saidBytes = 0;
      started.stderr?.on('data', (bytes: Buffer) => {
        saidBytes += bytes.length;
        if (saidBytes > MAX_REPORT_BYTES) kill('failed', `it said more than ${MAX_REPORT_BYTES} bytes`);
      });
      if (killed !== undefined) started.kill('SIGKILL');
    });
    command.on('stderr', (line: string) => {
      if (CPU_TIME_USED_UP.test(line)) killed ??= CPU_TIME_OVER;
      onLine(line);
    });
    command.on('end', () => void tapped.then(() => settle({ end: 'ok', detail: '' })));
    command.on('error', (error: NodeJS.ErrnoException) => {
      if (CPU_TIME_USED_UP.test(error.message)) killed ??= CPU_TIME_OVER;
      const missing = ['ENOENT', 'EACCES', 'ENOEXEC'].includes(error.code ?? '') || NOT_RUNNABLE.test(error.message);
      const ended: FfmpegRun = { end: missing ? 'missing' : 'failed', detail: error.message };
      void (missing ? Promise.resolve() : tapped).then(() => settle(ended));
    });
    command.run();
  });
}

const tapOf = (child: ChildProcess | undefined): Readable | undefined =>
  (child?.stdio[TAP] ?? undefined) as Readable | undefined;

/** Resolves when the last byte was taken, or the other end is gone. */
function drain(source: Readable | undefined, take: ((bytes: Buffer) => void) | undefined): Promise<void> {
  if (source === undefined || take === undefined) return Promise.resolve();
  source.on('data', take);
  source.on('error', () => undefined);
  return new Promise((resolve) => source.once('close', resolve));
}
