/** The limits that the kernel puts on one run of ffmpeg, as a command line. Works without root. */
import type { FfmpegTool } from './ffmpeg-tool.ts';

export interface CageLimits {
  /** processor time until the kernel kills it, whole seconds */
  cpuSeconds: number;
  /** the largest file it may write */
  maxFileBytes: number;
  /** somebody hears it while it works: it does not wait for what may be done later */
  urgent?: boolean;
}

/**
 * Address space of one ffmpeg. Its libraries take 100 MB (the shipped build) to 300 MB (Debian's) before it has read a
 * byte, newer ones a little more; sound needs some 60 MB. What asks for more than a gigabyte is a hostile header.
 */
const MAX_ADDRESS_SPACE_KIB = 1024 * 1024;
/** Input, output, three standard streams, one for samples, and libraries while they are being loaded. */
const MAX_OPEN_FILES = 64;
/** It yields to the controller beside it, whose clock and broker cannot wait; on an idle core it is no slower. */
const NICENESS = 10;
/** POSIX: the unit of `ulimit -f`. */
const FILE_BLOCK_BYTES = 512;

/**
 * A soft and a hard limit of processor time a second apart, so that ffmpeg can say what happened to it. The environment
 * is emptied: it holds the secrets of the controller, and ffmpeg takes orders from it (`FFREPORT` writes files). One
 * arena of the allocator for all threads: address space is limited.
 */
const SCRIPT = [
  'ulimit -c 0',
  `ulimit -n ${MAX_OPEN_FILES}`,
  `ulimit -v ${MAX_ADDRESS_SPACE_KIB}`,
  'ulimit -f "$1"',
  'ulimit -S -t "$2"',
  'ulimit -H -t "$3"',
  'niceness="$4"',
  'shift 4',
  `exec nice -n "$niceness" env -i PATH="$PATH" MALLOC_ARENA_MAX=1 "$@"`,
].join(' && ');

/** What one run may reach; nothing when absent. */
export interface CageDoors {
  /** its only way to any address: ffmpeg takes it for http and https, whatever a playlist names */
  httpProxy: string;
}

/** What to start instead of `ffmpeg …args`; the process keeps its id through all of it, so killing it kills ffmpeg. */
export function cagedCommand(
  tool: FfmpegTool,
  limits: CageLimits,
  doors?: CageDoors,
): { command: string; args: string[] } {
  const blocks = Math.ceil(limits.maxFileBytes / FILE_BLOCK_BYTES);
  const { cpuSeconds, urgent = false } = limits;
  const numbers = [blocks, cpuSeconds, cpuSeconds + 1, urgent ? 0 : NICENESS].map(String);
  const environment = doors === undefined ? [] : [`http_proxy=${doors.httpProxy}`];
  const shell = ['sh', '-c', SCRIPT, 'cage', ...numbers, ...environment, tool.ffmpegPath];
  const { withoutNetwork = [], diesWithParent = [] } = tool.launcher ?? {};
  const [command = 'sh', ...args] = [...(doors === undefined ? withoutNetwork : []), ...diesWithParent, ...shell];
  return { command, args };
}
