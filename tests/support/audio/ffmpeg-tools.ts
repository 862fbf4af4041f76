/** The two ffmpegs every audio test runs on. */
import type { FfmpegTool } from '@loa-lang/controller/adapters/audio/ffmpeg-tool';
import { type FoundFfmpeg, findShippedFfmpeg, findSystemFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';

/** Those this machine has; what is lacking is said aloud. The shipped one must be there wherever npm installed it. */
export async function ffmpegTools(): Promise<{ name: string; tool: FfmpegTool }[]> {
  const found: [string, FoundFfmpeg][] = [
    ['shipped', await findShippedFfmpeg()],
    ['system', await findSystemFfmpeg()],
  ];
  return found.flatMap(([name, result]) => {
    if (result.ok) return [{ name, tool: result.tool }];
    console.warn(`SKIPPED: audio tests on the ${name} ffmpeg: ${result.detail}`);
    return [];
  });
}
