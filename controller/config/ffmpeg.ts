/** A certain ffmpeg instead of the one that is found. */
export interface FfmpegConfig {
  ffmpegPath: string;
  ffprobePath: string;
}

type Variable = 'FFMPEG_PATH' | 'FFPROBE_PATH';

interface Reads {
  fault(name: Variable, vi: string, en: string): void;
  text(name: Variable): string | undefined;
}

export function readFfmpeg(read: Reads): FfmpegConfig | undefined {
  const ffmpegPath = read.text('FFMPEG_PATH');
  const ffprobePath = read.text('FFPROBE_PATH');
  if (ffmpegPath !== undefined && ffprobePath !== undefined) return { ffmpegPath, ffprobePath };
  if (ffmpegPath !== undefined) read.fault('FFPROBE_PATH', 'phải có cùng FFMPEG_PATH', 'must be set with FFMPEG_PATH');
  if (ffprobePath !== undefined)
    read.fault('FFMPEG_PATH', 'phải có cùng FFPROBE_PATH', 'must be set with FFPROBE_PATH');
  return undefined;
}
