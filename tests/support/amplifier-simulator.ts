/** An amplifier on a serial wire that is a pseudo terminal of this machine: says lines into it, and can be pulled out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { eventually } from './eventually.ts';

export interface Said {
  t?: number | string;
  f?: number | string;
  i?: number | string;
  [other: string]: number | string | undefined;
}

/** With its checksum, as `deploy/device.md` says. */
export function amplifierLine(said: Said): string {
  const body = ['AMP', ...Object.entries(said).map(([name, value]) => `${name}=${value}`)].join(',');
  const sum = [...Buffer.from(body, 'latin1')].reduce((before, byte) => before ^ byte, 0);
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
}

export class AmplifierSimulator {
  /** the device file; what lies behind it is another terminal each time it is plugged in */
  readonly device: string;
  #terminal: ChildProcess | undefined;

  constructor(device: string) {
    this.device = device;
  }

  /** util-linux's `script` makes a terminal, and hands what it is told to whoever reads there. */
  async plugIn(): Promise<void> {
    const terminal = spawn('script', ['-q', '-c', 'tty; stty raw -echo; echo ready; exec sleep 600', '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let told = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    this.#terminal = terminal;
    await eventually('a pseudo terminal', () => told.includes('ready'));
    await symlink(told.split('\n', 1)[0]?.trim() ?? '', this.device);
  }

  say(text: string): void {
    this.#terminal?.stdin?.write(Buffer.from(text, 'latin1'));
  }

  async pull(): Promise<void> {
    const terminal = this.#terminal;
    if (terminal === undefined) return;
    rmSync(this.device, { force: true });
    const gone = new Promise((resolve) => terminal.once('exit', resolve));
    terminal.kill('SIGKILL');
    await gone;
    this.#terminal = undefined;
  }
}
