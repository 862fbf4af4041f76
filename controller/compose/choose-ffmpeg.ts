/** Which ffmpeg makes the sound. */
import { describeFfmpegTool, type FfmpegTool } from '../adapters/audio/ffmpeg-tool.ts';
import type { JsonLog } from '../adapters/json-log.ts';
import type { ControllerConfig } from '../config.ts';
import { findFfmpeg, findGivenFfmpeg } from '../embedded/ffmpeg.ts';

/** Without ffmpeg the controller still runs what is planned; new bulletins say that the tool is missing. */
export async function chooseFfmpeg(
  { ffmpeg }: Pick<ControllerConfig, 'ffmpeg'>,
  log: Pick<JsonLog, 'info' | 'error'>,
): Promise<FfmpegTool> {
  const found = await (ffmpeg === undefined ? findFfmpeg() : findGivenFfmpeg(ffmpeg.ffmpegPath, ffmpeg.ffprobePath));
  if (found.ok) {
    log.info({ ffmpeg: describeFfmpegTool(found.tool) }, 'audio tool found');
    return found.tool;
  }
  log.error({ detail: found.detail }, 'no audio tool: bulletins cannot be made until ffmpeg is installed');
  return { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe', version: 'none', origin: 'system' };
}
