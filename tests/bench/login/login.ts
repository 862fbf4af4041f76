/** Fifty people sign in at once: what else the controller does must not wait for their passwords. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Argon2Hasher } from '@loa-lang/controller/adapters/passwords/argon2-hasher';
import { startTestDatabases } from '../../support/database.ts';
import { startHttpApp } from '../../support/http-app.ts';
import { firstAdministrator, invited, PASSWORD } from '../../support/identity/accounts.ts';
import { Browser } from '../../support/identity/browser.ts';
import { atMost, type Bench, distribution, figure, percentile } from '../bench.ts';

const PEOPLE = 50;
/** A frame of live sound: what carries voice is not late by more. */
const FRAME_MS = 20;

/** p99 of the delay of the event loop, ms, while something goes on. */
async function delayWhile(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  // what it measures includes its own timer
  return Math.max(0, delay.percentile(99) / 1e6 - 1);
}

export const login: Bench = {
  name: 'login',
  what: 'fifty people sign in at once by password (argon2id): delay of the event loop, and how long they wait',
  async run(log) {
    const databases = await startTestDatabases();
    const app = await startHttpApp(await databases.fresh(), { passwordHasher: new Argon2Hasher() });
    try {
      log(`${PEOPLE} accounts are made`);
      const owner = await firstAdministrator(app);
      const phones: string[] = [];
      for (let count = 0; count < PEOPLE; count++) {
        phones.push((await invited(app, owner.browser, { roles: ['viewer'] })).phone);
      }
      const idle = await delayWhile(() => sleep(3_000));
      log('they sign in');
      const waits: number[] = [];
      const began = performance.now();
      const signIn = async (name: string, sender: number) => {
        const browser = new Browser(app, { 'x-forwarded-for': `203.0.113.${sender}` });
        const { status } = await browser.call('POST', '/sign-in', { name, password: PASSWORD });
        if (status !== 200) throw new Error(`sign-in answered ${status}`);
        waits.push(performance.now() - began);
      };
      const busy = await delayWhile(() => Promise.all(phones.map((phone, index) => signIn(phone, index))));
      const limit = FRAME_MS + idle;
      return {
        conditions: { people: PEOPLE, argon2id: '32 MiB, 3 passes, 1 lane', atOnce: 2, idleDelayP99Ms: round(idle) },
        figures: [
          atMost('event loop delay p99 while they sign in', busy, limit, 'ms'),
          figure('event loop delay p99 at rest', idle, 'ms'),
          ...distribution('answered after', waits, 'ms'),
          figure('sign-ins a second', (PEOPLE * 1000) / percentile(waits, 1), '1/s'),
        ],
      };
    } finally {
      await app.stop();
      await databases.stop();
    }
  },
};

const round = (value: number): number => Number(value.toPrecision(3));
