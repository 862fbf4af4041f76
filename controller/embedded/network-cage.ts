/** Finds how this machine starts a program without a network. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A network namespace of its own holds no interface that is up. Root makes one directly; everybody else inside a user
 * namespace, where the kernel grants those (some distributions and container hosts do not).
 */
const WAYS: readonly (readonly string[])[] = [
  ['unshare', '--net', '--'],
  ['unshare', '--user', '--map-current-user', '--net', '--'],
];
/** Starting `true` takes milliseconds; five seconds is a machine in trouble. */
const DEADLINE_MS = 5_000;

/** The first way that works, or undefined. */
export async function findNetworkCage(): Promise<readonly string[] | undefined> {
  for (const way of WAYS) {
    const [command = '', ...args] = way;
    const works = await run(command, [...args, 'true'], { timeout: DEADLINE_MS, killSignal: 'SIGKILL' }).then(
      () => true,
      () => false,
    );
    if (works) return way;
  }
  return undefined;
}
