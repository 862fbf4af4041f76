/** A page that is listened to from its first request on, and shown until nothing moves any more. */
import type { BrowserContext, Page, Request } from 'playwright-core';
import { eventually } from '../eventually.ts';

export interface OpenedPage {
  page: Page;
  /** what the page wrote to its console as an error, or threw */
  errors: string[];
  /** requests that were refused or failed, with their status */
  failed: string[];
  /** Nothing is under way but the stream of events, nothing says that it loads, letters are there, and a frame was painted. */
  settled(): Promise<void>;
}

const QUIET_MS = 250;
/** Said by the parts of the console that wait for something. */
const LOADING = '[aria-busy="true"], [data-loading="true"]';

export async function openPage(context: BrowserContext, path?: string): Promise<OpenedPage> {
  const page = await context.newPage();
  const [errors, failed]: string[][] = [[], []];
  page.on('pageerror', (error) => void errors?.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors?.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) failed?.push(`${response.status()} ${response.url()}`);
  });
  const underWay = new Set<Request>();
  let lastChange = performance.now();
  const over = (request: Request) => {
    underWay.delete(request);
    lastChange = performance.now();
  };
  page.on('request', (request) => {
    if (request.resourceType() === 'eventsource') return;
    underWay.add(request);
    lastChange = performance.now();
  });
  page.on('requestfinished', over);
  page.on('requestfailed', over);
  const settled = async () => {
    await eventually(`${page.url()} is quiet`, async () => {
      if (underWay.size > 0 || performance.now() - lastChange < QUIET_MS) return false;
      return page.evaluate((loading) => document.querySelector(loading) === null, LOADING);
    });
    await page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    });
  };
  if (path !== undefined) {
    await page.goto(path);
    await settled();
  }
  return { page, errors: errors ?? [], failed: failed ?? [], settled };
}
