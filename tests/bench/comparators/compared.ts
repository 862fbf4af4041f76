/** A system that carries the same microphone to listeners of its own. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Ear } from '../marks/messages.ts';

export interface Compared {
  name: string;
  /** how it was set up, and why its sample leaves when the ear says so */
  setUp: string;
  /** one block of the microphone, 20 ms of 16-bit mono, and its number from 0 */
  take(block: Int16Array, number: number): void;
  /** its listeners write into these; they exist before `listen` */
  ears: Ear[];
  /** lets the listeners come, once the ears listen and the microphone speaks */
  listen(): Promise<void>;
  /** processes that serve: encoder and server */
  serverPids: number[];
  /** what the server's connections have sent since they were made */
  bytesOut(): number;
  stop(): Promise<void>;
}

/** Listeners come one after another, as devices do, and not at a multiple of anything in the sound. */
export const JOIN_EVERY_MS = 370;

/** Path of a Debian package's program; installs the package when root. @throws with the one command that is missing */
export function programOf(program: string, debianPackage: string): string {
  const find = (): string | undefined =>
    ['/usr/bin', '/usr/sbin', '/usr/local/bin']
      .map((folder) => `${folder}/${program}`)
      .find((path) => existsSync(path));
  // its service, which the package would start, is not wanted: only the program
  const install = `apt-get install -y --no-install-recommends ${debianPackage}`;
  if (find() === undefined && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    execFileSync('sh', ['-c', install], { stdio: 'ignore', timeout: 180_000, env });
  }
  const path = find();
  if (path === undefined) throw new Error(`${program} is missing: ${install}`);
  return path;
}

/** Bytes that connections from this port of the host have sent so far (tcp_info of the kernel). */
export function bytesSentFrom(port: number): number {
  const lines = execFileSync('ss', ['-tinH', `sport = :${port}`], { encoding: 'utf8' });
  return [...lines.matchAll(/bytes_sent:(\d+)/g)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
}
