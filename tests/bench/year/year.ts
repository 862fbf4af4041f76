/** What pages cost that look back over a year of a large commune: answers over HTTP, from PostgreSQL. */
import { openStage, type Stage } from '../../support/console/stage.ts';
import { atMost, type Bench, type Figure, figure, percentile } from '../bench.ts';
import { fillYear } from './fill-year.ts';

const DAYS = 365;
const DAILY = 10;
const ROUNDS = 30;
const DAY_MS = 24 * 3600_000;
/** The start page is read at every event, by everybody. */
const TODAY_MS = 50;
const PAGE_MS = 500;
/** Once after a start; then it is remembered. */
const FIRST_MS = 10_000;

const dayOf = (ms: number): string => new Date(ms + 7 * 3600_000).toISOString().slice(0, 10);

export const year: Bench = {
  name: 'year',
  what: 'start page, coverage, calendar, programme log and public pages with a year of 150 clusters behind them',
  async run(log) {
    const stage = await openStage({ size: 'large' });
    try {
      const patternId = stage.life?.broadcastIds.onAir ?? '';
      const rows = await fillYear(stage.databaseUrl, { patternId, days: DAYS, daily: DAILY });
      log(JSON.stringify(rows));
      const figures = await pagesOf(stage, log);
      return { conditions: { clusters: 150, hamlets: 34, days: DAYS, rounds: ROUNDS, ...rows }, figures };
    } finally {
      await stage.stop();
    }
  },
};

async function pagesOf({ url, cookies, places }: Stage, log: (line: string) => void): Promise<Figure[]> {
  const communeId = places?.communeId ?? '';
  const now = Date.now();
  const span = (days: number) => `areaId=${communeId}&from=${dayOf(now - (days - 1) * DAY_MS)}&to=${dayOf(now)}`;
  const asOfficer = { cookie: cookies.officer };
  const took = async (path: string, headers: Record<string, string> = asOfficer): Promise<number> => {
    const began = performance.now();
    const answer = await fetch(`${url}${path}`, { headers });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return performance.now() - began;
  };
  const figures: Figure[] = [];
  const again = async (name: string, path: string, limit: number, headers?: Record<string, string>) => {
    log(name);
    const first = await took(path, headers);
    const taken: number[] = [];
    for (let round = 0; round < ROUNDS; round++) taken.push(await took(path, headers));
    figures.push(figure(`${name}, first`, first, 'ms'));
    figures.push(atMost(`${name}, p50`, percentile(taken, 0.5), limit, 'ms'));
    figures.push(figure(`${name}, p95`, percentile(taken, 0.95), 'ms'));
  };
  const api = '/api/v1';
  await again('start page', `${api}/today`, TODAY_MS);
  await again('coverage of 30 days', `${api}/coverage?${span(30)}`, PAGE_MS);
  log('coverage of a year');
  figures.push(atMost('coverage of a year, first', await took(`${api}/coverage?${span(365)}`), FIRST_MS, 'ms'));
  await again('coverage of a year', `${api}/coverage?${span(365)}`, PAGE_MS);
  const [from, to] = [dayOf(now - 10 * DAY_MS), dayOf(now + 20 * DAY_MS)];
  await again('calendar of a month', `${api}/calendar?communeId=${communeId}&from=${from}&to=${to}`, PAGE_MS);
  const month = dayOf(now - 40 * DAY_MS).slice(0, 7);
  await again('programme log of a month', `${api}/programme-log/${communeId}/${month}`, FIRST_MS);
  await again('broadcasts', `${api}/broadcasts?limit=50`, PAGE_MS);
  await again('public page of a hamlet', `/tin/${places?.hamletIds[0]}`, PAGE_MS, {});
  return figures;
}
