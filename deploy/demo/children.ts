/** Child processes of the demonstration. Each hangs on an IPC channel: when this process dies, it closes and they stop. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface Child {
  /** resolves when it has ended, with its exit code */
  ended: Promise<number>;
  /** the first message it sends; rejects when it ends before */
  firstMessage: Promise<unknown>;
  /** told of every message */
  onMessage(listener: (message: unknown) => void): void;
  /** what it said last, for an error text */
  lastWords(): string;
  stop(): Promise<void>;
}

const STOP_PATIENCE_MS = 12_000;
const LAST_LINES = 12;

/** Starts a Node.js program whose output goes to `logFile`. */
export function startChild(args: string[], env: NodeJS.ProcessEnv, logFile: string): Child {
  const log = openSync(logFile, 'w');
  const child: ChildProcess = spawn(process.execPath, ['--enable-source-maps', ...args], {
    env,
    // A group of its own: Ctrl-C in the terminal reaches this process only, which then stops the children in order.
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const ended = once(child, 'exit').then(([code, signal]) => (code as number | null) ?? (signal === null ? 1 : 128));
  const firstMessage = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    void ended.then((code) => reject(new Error(`ended with exit code ${code}`)));
  });
  firstMessage.catch(() => undefined);
  return {
    ended,
    firstMessage,
    onMessage: (listener) => void child.on('message', listener),
    lastWords: () => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
      await ended;
      clearTimeout(patience);
    },
  };
}
