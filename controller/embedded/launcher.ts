/** Finds the commands by which this machine starts a program with less than it would otherwise have. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Launcher } from '../adapters/audio/ffmpeg-tool.ts';

const run = promisify(execFile);

/**
 * A network namespace of its own holds no interface that is up. Root makes one directly; everybody else inside a user
 * namespace, where the kernel grants those (some distributions and container hosts do not).
 */
const WITHOUT_NETWORK: readonly (readonly string[])[] = [
  ['unshare', '--net', '--'],
  ['unshare', '--user', '--map-current-user', '--net', '--'],
];
/** prctl(2), PR_SET_PDEATHSIG: the kernel kills the child when the thread that started it is gone, however that ended. */
const DIES_WITH_PARENT: readonly (readonly string[])[] = [['setpriv', '--pdeathsig', 'KILL', '--']];
/** Starting `true` takes milliseconds; five seconds is a machine in trouble. */
const DEADLINE_MS = 5_000;

/** The first of the ways that works, or nothing. */
async function firstThatWorks(ways: readonly (readonly string[])[]): Promise<readonly string[] | undefined> {
  for (const way of ways) {
    const [command = '', ...args] = way;
    const works = await run(command, [...args, 'true'], { timeout: DEADLINE_MS, killSignal: 'SIGKILL' }).then(
      () => true,
      () => false,
    );
    if (works) return way;
  }
  return undefined;
}

export async function findLauncher(): Promise<Launcher> {
  const [withoutNetwork, diesWithParent] = await Promise.all([
    firstThatWorks(WITHOUT_NETWORK),
    firstThatWorks(DIES_WITH_PARENT),
  ]);
  return {
    ...(withoutNetwork !== undefined && { withoutNetwork }),
    ...(diesWithParent !== undefined && { diesWithParent }),
  };
}
