/** Debian's Chromium, driven over its DevTools protocol through a pipe. Who lacks it is told the command. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathOf } from './debian-program.ts';
import { eventually } from './eventually.ts';

export const CHROMIUM_PATH = '/usr/bin/chromium';
const INSTALL = 'apt-get install -y --no-install-recommends chromium';

/** Installs the package when root. @returns whether it is there; said loudly where it cannot be had */
export const hasChromium = (): boolean =>
  pathOf({ name: 'Chromium', paths: [CHROMIUM_PATH], install: INSTALL }) !== undefined;

// biome-ignore lint/suspicious/noExplicitAny: answers of the protocol are looked into by tests, which fail where they differ
type Message = Record<string, any>;

export class Chromium {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, { resolve(result: Message): void; reject(error: Error): void }>();
  #sent = 0;
  #rest = '';

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    (child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.#read(text));
  }

  /** @param microphone WAV that its microphone hears, over and over */
  static async start(microphone: string, flags: readonly string[] = []): Promise<Chromium> {
    const folder = await mkdtemp(join(tmpdir(), 'loa-chromium-'));
    const child = spawn(
      CHROMIUM_PATH,
      [
        ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
        ...['--remote-debugging-pipe', `--user-data-dir=${folder}`, '--disable-dev-shm-usage', '--mute-audio'],
        ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
        ...[`--use-file-for-fake-audio-capture=${microphone}`, ...flags, 'about:blank'],
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    const chromium = new Chromium(child, folder);
    await chromium.send('Browser.getVersion');
    return chromium;
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Message> {
    const id = ++this.#sent;
    (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async open(url: string): Promise<ChromiumPage> {
    const { targetId } = await this.send('Target.createTarget', { url });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    return new ChromiumPage(this, targetId, sessionId);
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    void this.send('Browser.close').catch(() => undefined);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 3000);
    await gone;
    clearTimeout(timer);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #read(text: string): void {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop() ?? '';
    for (const each of messages) {
      const { id, result, error } = JSON.parse(each) as Message;
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(result);
      else waiting?.reject(new Error(error.message));
    }
  }
}

export class ChromiumPage {
  readonly #chromium: Chromium;
  readonly #targetId: string;
  readonly #sessionId: string;

  constructor(chromium: Chromium, targetId: string, sessionId: string) {
    this.#chromium = chromium;
    this.#targetId = targetId;
    this.#sessionId = sessionId;
  }

  send(method: string, params: object = {}): Promise<Message> {
    return this.#chromium.send(method, params, this.#sessionId);
  }

  // biome-ignore lint/suspicious/noExplicitAny: whatever the page answers
  async evaluate(expression: string): Promise<any> {
    const asked = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', asked);
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  /** @param expression over `document` */
  until(what: string, expression: string): Promise<void> {
    return eventually(what, async () => (await this.evaluate(expression)) === true);
  }

  /** A click of the mouse, with all that comes with one. */
  async click(selector: string, type: 'click' | 'press' | 'release' = 'click'): Promise<void> {
    const found = `(() => { const e = document.querySelector(${JSON.stringify(selector)}); e.scrollIntoView({ block: 'center' }); const { x, y, width, height } = e.getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; })()`;
    const at = { ...(await this.evaluate(found)), button: 'left', clickCount: 1 };
    if (type !== 'release') await this.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
    if (type !== 'press') await this.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
  }

  close(): Promise<unknown> {
    return this.#chromium.send('Target.closeTarget', { targetId: this.#targetId });
  }

  /** Its process is gone, as with a tab that ran out of memory; there is no answer to this. */
  crash(): void {
    void this.send('Page.crash').catch(() => undefined);
  }

  inFront(): Promise<unknown> {
    return this.send('Page.bringToFront');
  }
}
