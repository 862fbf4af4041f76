/** A thread or a process that answers messages, one after the other; both look the same to who asks. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

interface Listeners {
  onMessage(message: unknown): void;
  /** once, when it is gone; `detail` says how and with which last words */
  onEnd(detail: string): void;
}

export interface WorkerHandle {
  post(message: unknown): void;
  /** Ends it whatever it does. */
  end(): Promise<void>;
}

/** Idle workers keep no process alive. */
export type StartWorker = (listeners: Listeners) => WorkerHandle;

/** What a dying process said last is enough to know why. */
const LAST_WORDS = 2_000;

export const threadAt =
  (url: URL): StartWorker =>
  ({ onMessage, onEnd }) => {
    const worker = new Worker(url);
    let failure = '';
    worker.unref();
    worker.on('message', onMessage);
    worker.on('error', (error) => {
      failure = `: ${String(error)}`;
    });
    worker.on('exit', (code) => onEnd(`the thread ended with code ${code}${failure}`));
    return {
      post: (message) => worker.postMessage(message),
      end: async () => {
        await worker.terminate();
      },
    };
  };

/** For native code: what aborts or exits there takes only its own process along. */
export const processAt =
  (url: URL, args: readonly string[]): StartWorker =>
  ({ onMessage, onEnd }) => {
    const child = fork(fileURLToPath(url), args, {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let lastWords = '';
    child.unref();
    child.channel?.unref();
    // pipes of children are sockets, which the types do not say
    (child.stderr as unknown as { unref(): void } | null)?.unref();
    child.stderr?.on('data', (data: Buffer) => {
      lastWords = `${lastWords}${data.toString()}`.slice(-LAST_WORDS);
    });
    child.on('message', onMessage);
    const gone = new Promise<void>((resolve) => {
      const ended = (how: string): void => {
        onEnd(`${how}${lastWords === '' ? '' : `: ${lastWords.trim()}`}`);
        resolve();
      };
      child.on('error', (error) => child.pid === undefined && ended(`the process did not start (${error.message})`));
      child.on('close', (code, signal) => ended(`the process ended with ${signal ?? `code ${code}`}`));
    });
    return {
      post: (message) => postTo(child, message),
      end: () => {
        child.kill('SIGKILL');
        return gone;
      },
    };
  };

/** A channel that is closed already is reported by the end that follows. */
function postTo(child: ChildProcess, message: unknown): void {
  child.send(message as object, () => undefined);
}
