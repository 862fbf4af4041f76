/** A Unix socket in the agent's data folder: whoever connects is told the status as JSON. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `sun_path` holds 108 bytes with its final zero (unix(7)). */
const LONGEST_PATH = 107;
const ANSWER_WITHIN_MS = 3000;

export function statusSocketPath(dataFolder: string): string {
  const path = join(dataFolder, 'agent.sock');
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  return join(tmpdir(), `loa-lang-agent-${hash}.sock`);
}

export type Listening = { ok: true; close(): Promise<void> } | { ok: false; detail: string };

/** Serves the status. Whoever calls holds the folder's lock: a socket that is there is a dead agent's. */
export async function serveStatus(dataFolder: string, status: () => unknown): Promise<Listening> {
  const path = statusSocketPath(dataFolder);
  await rm(path, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(`${JSON.stringify(status() ?? {})}\n`);
  });
  return new Promise((resolve) => {
    server.once('error', (error) => resolve({ ok: false, detail: `${path}: ${error.message}` }));
    server.listen(path, () => resolve({ ok: true, close: () => closeServer(server) }));
    server.unref();
  });
}

/** Asks the agent of this folder; `undefined` when none answers. */
export function askStatus(dataFolder: string): Promise<unknown> {
  return new Promise((resolve) => {
    const socket = connect(statusSocketPath(dataFolder));
    let text = '';
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      text += piece;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      try {
        resolve(JSON.parse(text));
      } catch {
        resolve(undefined);
      }
    });
  });
}

const closeServer = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
