/** The audio tool: there, new enough, with what bulletins need. */
import { parseFfmpegVersion, shippedPaths } from '@loa-lang/controller/embedded/ffmpeg';
import type { Machine } from '@loa-lang/device-agent/doctor/machine/machine';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
/** libavcodec 59 is ffmpeg 5.0. */
const LEAST_LIBAVCODEC = 59;
/** A disk that spins up. */
const PATIENCE_MS = 10_000;

export async function checkFfmpeg({ machine, config }: Pick<Around, 'machine' | 'config'>): Promise<Finding[]> {
  const { ffmpeg } = config;
  if (ffmpeg !== undefined) {
    const found = await faultOf(machine, ffmpeg.ffmpegPath, ffmpeg.ffprobePath);
    return [found ?? say('ffmpeg', 'fine', { path: ffmpeg.ffmpegPath })];
  }
  const fault = await faultOf(machine, 'ffmpeg', 'ffprobe');
  if (fault === undefined) return [say('ffmpeg', 'fine', { path: 'ffmpeg' })];
  // the one that came along serves for trying
  const isShipped = (await machine.run(shippedPath(), ['-version'], PATIENCE_MS)).code === 0;
  return isShipped ? [say('ffmpeg', 'shipped', { why: fault.found })] : [fault];
}

async function faultOf(machine: Machine, ffmpeg: string, ffprobe: string): Promise<Finding | undefined> {
  const [tool, probe] = await Promise.all(
    [ffmpeg, ffprobe].map((path) => machine.run(path, ['-version'], PATIENCE_MS)),
  );
  const version = parseFfmpegVersion(tool?.out ?? '');
  if (version === undefined) return say('ffmpeg', 'missing', { path: ffmpeg });
  if (probe?.code !== 0) return say('ffmpeg', 'missing', { path: ffprobe });
  const { release, libavcodec = 0, hasOpus } = version;
  if (libavcodec < LEAST_LIBAVCODEC) return say('ffmpeg', 'old', { release });
  const filters = await machine.run(ffmpeg, ['-hide_banner', '-filters'], PATIENCE_MS);
  const lacks = [
    ...(hasOpus ? [] : ['libopus']),
    ...['loudnorm', 'ebur128'].filter((name) => !filters.out.includes(` ${name} `)),
  ];
  return lacks.length === 0 ? undefined : say('ffmpeg', 'lacks', { release, lacks: lacks.join(', ') });
}

function shippedPath(): string {
  try {
    return shippedPaths().ffmpegPath;
  } catch {
    return 'ffmpeg-is-not-shipped';
  }
}
