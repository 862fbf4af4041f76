/** A stage and a browser for one file of tests, and somebody who opens a page on it. */
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { signedIn } from '../people.ts';
import { openBrowser, openContext } from './browser.ts';
import type { Look } from './looks.ts';
import { type OpenedPage, openPage } from './opened-page.ts';
import { SEAT_IDS, type SeatRole } from './seats.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

export interface Visit extends OpenedPage {
  context: BrowserContext;
}

export interface Visits {
  /** from `beforeAll` on */
  readonly stage: Stage;
  readonly browser: Browser;
  /** closed after the tests of the file, where nobody has closed it before */
  visit(role: SeatRole, path: string, look?: Partial<Look>): Promise<Visit>;
  /** What the API answers somebody. @throws where it refuses */
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into by tests, which fail where they differ
  asked(role: SeatRole, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<any>;
}

const OPENED_WITHIN_MS = 300_000;

/** @param voice WAV that the microphone hears */
export function visits(options: StageOptions = {}, voice?: () => Promise<string>): Visits {
  let [stage, browser]: [Stage | undefined, Browser | undefined] = [undefined, undefined];
  beforeAll(async () => {
    [stage, browser] = await Promise.all([openStage(options), openBrowser(await voice?.())]);
  }, OPENED_WITHIN_MS);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });
  const there = <What>(what: What | undefined): What => {
    if (what === undefined) throw new Error('nothing is opened yet');
    return what;
  };
  return {
    get stage() {
      return there(stage);
    },
    get browser() {
      return there(browser);
    },
    async visit(role, path, look = {}) {
      const { url, cookies } = there(stage);
      const context = await openContext(there(browser), { url, cookie: cookies[role] }, look);
      return { context, ...(await openPage(context, path)) };
    },
    async asked(role, method, path, body) {
      const answer = await there(stage).app.call(method, path, body, signedIn(SEAT_IDS[role]));
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
  };
}
