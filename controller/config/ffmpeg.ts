/** Which ffmpeg is used. */

type Name = 'FFMPEG_PATH' | 'FFPROBE_PATH';

interface Reads {
  fault(name: Name, vi: string, en: string): void;
  text(name: Name): string | undefined;
}

/** Both or neither: one without the other would be of another version. */
export function readFfmpeg(read: Reads): { ffmpegPath: string; ffprobePath: string } | undefined {
  const ffmpegPath = read.text('FFMPEG_PATH');
  const ffprobePath = read.text('FFPROBE_PATH');
  if (ffmpegPath !== undefined && ffprobePath !== undefined) return { ffmpegPath, ffprobePath };
  if (ffmpegPath !== undefined) read.fault('FFPROBE_PATH', 'phải có cùng FFMPEG_PATH', 'must be set with FFMPEG_PATH');
  if (ffprobePath !== undefined)
    read.fault('FFMPEG_PATH', 'phải có cùng FFPROBE_PATH', 'must be set with FFPROBE_PATH');
  return undefined;
}
