/**
 * Finds an ffmpeg: the system's when it is recent and can make Opus, else the one that came with the installation.
 * The shipped ffmpeg is a build of 2018: it lets one command be enough, and says itself that it is not for production.
 */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { FfmpegTool } from '../adapters/audio/ffmpeg-tool.ts';
import { findLauncher } from './launcher.ts';
import { makeExecutable } from './make-executable.ts';

const run = promisify(execFile);

/** libavcodec 59 is ffmpeg 5.0. Builds from a snapshot carry no release number, but all print their libraries'. */
const LIBAVCODEC_OF_FFMPEG_5 = 59;
/** Printing a version takes milliseconds; ten seconds is a disk that spins up. */
const VERSION_DEADLINE_MS = 10_000;

export type FoundFfmpeg = { ok: true; tool: FfmpegTool } | { ok: false; detail: string };

/** What `ffmpeg -version` says. `release` is the printed version, `libavcodec` its major number where it is printed. */
interface FfmpegVersion {
  release: string;
  libavcodec: number | undefined;
  hasOpus: boolean;
}

/** Reads the output of `ffmpeg -version`; undefined when it is not ffmpeg's. */
export function parseFfmpegVersion(output: string): FfmpegVersion | undefined {
  const release = /^ff(?:mpeg|probe) version (\S+)/m.exec(output)?.[1];
  if (release === undefined) return undefined;
  const libavcodec = /^\s*libavcodec\s+(\d+)\./m.exec(output)?.[1];
  return {
    release,
    libavcodec: libavcodec === undefined ? undefined : Number(libavcodec),
    hasOpus: output.includes('--enable-libopus'),
  };
}

async function versionOf(path: string): Promise<FfmpegVersion | undefined> {
  try {
    const { stdout } = await run(path, ['-version'], { timeout: VERSION_DEADLINE_MS, killSignal: 'SIGKILL' });
    return parseFfmpegVersion(stdout);
  } catch {
    return undefined; // absent, not executable, or not ffmpeg: one and the same to the search
  }
}

async function caged(tool: FfmpegTool): Promise<FoundFfmpeg> {
  return { ok: true, tool: { ...tool, launcher: await findLauncher() } };
}

/** The system's ffmpeg and ffprobe on the search path, if they are 5.0 or newer and can encode Opus. */
export async function findSystemFfmpeg(): Promise<FoundFfmpeg> {
  const [ffmpeg, ffprobe] = await Promise.all([versionOf('ffmpeg'), versionOf('ffprobe')]);
  if (ffmpeg === undefined || ffprobe === undefined) return { ok: false, detail: 'no ffmpeg and ffprobe on the path' };
  if ((ffmpeg.libavcodec ?? 0) < LIBAVCODEC_OF_FFMPEG_5)
    return { ok: false, detail: `ffmpeg ${ffmpeg.release} is older than 5.0` };
  if (!ffmpeg.hasOpus) return { ok: false, detail: `ffmpeg ${ffmpeg.release} was built without libopus` };
  return caged({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', version: ffmpeg.release, origin: 'system' });
}

/** @throws on a platform that the packages have no binary for: they do so while loading, hence no import above. */
export function shippedPaths(): { ffmpegPath: string; ffprobePath: string } {
  const require = createRequire(import.meta.url);
  const { path: ffmpegPath } = require('@ffmpeg-installer/ffmpeg') as { path: string };
  const { path: ffprobePath } = require('@ffprobe-installer/ffprobe') as { path: string };
  return { ffmpegPath, ffprobePath };
}

/** The binaries inside the npm packages, if there are any for this platform. */
export async function findShippedFfmpeg(paths = shippedPaths): Promise<FoundFfmpeg> {
  try {
    const { ffmpegPath, ffprobePath } = paths();
    await Promise.all([ffmpegPath, ffprobePath].map(makeExecutable));
    const [ffmpeg, ffprobe] = await Promise.all([versionOf(ffmpegPath), versionOf(ffprobePath)]);
    if (ffmpeg === undefined) return { ok: false, detail: `${ffmpegPath} does not run` };
    if (ffprobe === undefined) return { ok: false, detail: `${ffprobePath} does not run` };
    return caged({ ffmpegPath, ffprobePath, version: ffmpeg.release, origin: 'try-out' });
  } catch (error) {
    return { ok: false, detail: `no ffmpeg that runs is shipped for this platform: ${String(error)}` };
  }
}

/** Paths somebody configured: used as they are, whatever their age, if they run. */
export async function findGivenFfmpeg(ffmpegPath: string, ffprobePath: string): Promise<FoundFfmpeg> {
  const [ffmpeg, ffprobe] = await Promise.all([versionOf(ffmpegPath), versionOf(ffprobePath)]);
  if (ffmpeg === undefined) return { ok: false, detail: `${ffmpegPath} is not an ffmpeg that runs` };
  if (ffprobe === undefined) return { ok: false, detail: `${ffprobePath} is not an ffprobe that runs` };
  return caged({ ffmpegPath, ffprobePath, version: ffmpeg.release, origin: 'given' });
}

/** The system's ffmpeg when it is good enough, else the shipped one. */
export async function findFfmpeg(): Promise<FoundFfmpeg> {
  const system = await findSystemFfmpeg();
  if (system.ok) return system;
  const shipped = await findShippedFfmpeg();
  return shipped.ok ? shipped : { ok: false, detail: `${system.detail}; ${shipped.detail}` };
}
