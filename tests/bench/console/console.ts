/** The console as people meet it: taps, bytes, and how soon it answers. */
import { openBrowser } from '../../support/console/browser.ts';
import type { SizeName } from '../../support/console/sizes.ts';
import { openStage, type Stage } from '../../support/console/stage.ts';
import { atMost, type Bench, distribution, type Figure } from '../bench.ts';
import { fillYear } from '../year/fill-year.ts';
import { firstBytes } from './first-bytes.ts';
import { approveByLink, replaceDevice, sendEmergency, submitPasted } from './flows.ts';
import { KLM } from './hand.ts';
import { interactions, type Tried } from './interactions.ts';
import { liveChanges } from './live-change.ts';
import { onboard } from './onboarding.ts';
import { LONG_LIST, TRIED } from './tried.ts';

const KB = 1000;
const HISTORY_DAYS = 32;
const LIMITS = {
  pasteS: 60,
  pasteClicks: 6,
  onboardingMin: 30,
  scriptKb: 300,
  publicKb: 100,
  approveTaps: 3,
  emergencyTaps: 4,
  replaceTaps: 4,
  inpMs: 200,
  changeMs: 1000,
};

export const consoleBench: Bench = {
  name: 'console',
  what: 'taps, compressed bytes, interaction to next paint on a slow processor, and changes that are seen without a reload',
  async run(log) {
    const figures: Figure[] = [];
    // what does not come to its end is missed, and the others are measured all the same
    const figure = async (name: string, limit: number, unit: string, measure: () => Promise<number>) => {
      log(name);
      const value = await measure().catch((error: unknown) => {
        log(`${name}: ${String(error)}`);
        return Number.NaN;
      });
      figures.push(atMost(name, value, limit, unit));
    };
    const browser = await openBrowser();
    const on = async (size: SizeName, work: (stage: Stage) => Promise<void>) => {
      log(`stage ${size}`);
      const stage = await openStage({ size, app: { preparedEmergencies: true } });
      try {
        await work(stage);
      } finally {
        await stage.stop();
      }
    };
    try {
      await on('commune', async (stage) => {
        const officer = { url: stage.url, cookie: stage.cookies.officer };
        const script = async (path: string) => (await firstBytes(browser, officer, path)).script / KB;
        await figure('officer’s first page, compressed script', LIMITS.scriptKb, 'kB', () => script('/'));
        await figure('public page, everything', LIMITS.publicKb, 'kB', async () => {
          return (await firstBytes(browser, { url: stage.url }, '/tin')).all / KB;
        });
        let clicks = Number.NaN;
        await figure('paste → submitted', LIMITS.pasteS, 's', async () => {
          const { hand, seconds } = await submitPasted(browser, stage);
          clicks = hand.taps;
          return seconds;
        });
        figures.push(atMost('paste → submitted', clicks, LIMITS.pasteClicks, 'clicks'));
        const taps = async (flow: typeof sendEmergency) => (await flow(browser, stage)).taps;
        await figure('approve from the link', LIMITS.approveTaps, 'taps', () => taps(approveByLink));
        await figure('replace a device', LIMITS.replaceTaps, 'taps', () => taps(replaceDevice));
        await figure('emergency from the start page', LIMITS.emergencyTaps, 'taps', () => taps(sendEmergency));
        let changes: number[] = [];
        await figure('a change is seen, p99', LIMITS.changeMs, 'ms', async () => {
          changes = await liveChanges(browser, stage);
          return Math.max(...changes);
        });
        figures.push(...distribution('a change is seen', changes, 'ms'));
      });
      await on('empty', async (stage) => {
        await figure('onboarding, keystroke-level estimate', LIMITS.onboardingMin, 'min', async () => {
          return (await onboard(browser, stage)).seconds / 60;
        });
      });
      const quick = async (stage: Stage, tried: Tried) => {
        const at = { url: stage.url, cookie: stage.cookies.approver };
        await figure(`${tried.name}, interaction to next paint`, LIMITS.inpMs, 'ms', async () => {
          const { inp, count, slowest } = await interactions(browser, at, tried);
          log(`  ${count} interactions`);
          for (const { duration, what } of slowest.slice(0, 3)) log(`  ${duration} ms: ${what}`);
          return inp;
        });
      };
      await on('large', async (stage) => {
        const patternId = stage.life?.broadcastIds.onAir ?? '';
        await fillYear(stage.databaseUrl, { patternId, days: HISTORY_DAYS, daily: 10 });
        for (const tried of TRIED) await quick(stage, tried);
      });
      await on('huge', (stage) => quick(stage, LONG_LIST));
    } finally {
      await browser.close();
    }
    return {
      conditions: {
        ...{ slower: '4 × by the browser', desktop: '1366 × 768', phone: '390 × 844' },
        interactions: '150 clusters, 34 hamlets, 500 bulletins, 32 days of ten broadcasts',
        keystrokes: `Card, Moran, Newell 1980; seconds: ${JSON.stringify(KLM)}`,
      },
      figures,
    };
  },
};
