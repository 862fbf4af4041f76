/** The ffmpeg that does the work: found at start, handed in, never looked up by the adapter itself. */

export interface FfmpegTool {
  ffmpegPath: string;
  ffprobePath: string;
  /** as ffmpeg prints it, for example `5.1.9-0+deb12u1` */
  version: string;
  /** `try-out`: the build that comes inside an npm package; good enough to try the product with */
  origin: 'system' | 'try-out' | 'given';
  launcher?: Launcher;
}

/** Commands that start another one; each absent where the machine lacks it. */
export interface Launcher {
  /** in a network namespace of its own */
  withoutNetwork?: readonly string[];
  /** so that it is killed when the controller is gone */
  diesWithParent?: readonly string[];
}

/** One line for `doctor`, logs and the record of an asset. */
export function describeFfmpegTool(tool: FfmpegTool): string {
  const network =
    tool.launcher?.withoutNetwork === undefined ? 'network refused by its protocols only' : 'without a network';
  const name = `ffmpeg ${tool.version} (${tool.origin}, ${tool.ffmpegPath}, ${network})`;
  return tool.origin === 'try-out' ? `${name}: try-out build, install the system's ffmpeg for production` : name;
}
