/**
 * The plans of a province from its database, and what keeps them right: a thousand schedules looked through, once when
 * nothing is planned yet, and once when nothing is to be done.
 */
import { deflateRawSync } from 'node:zlib';
import { TRIAL_RULES } from '@loa-lang/controller/domain/rules/commune-rules';
import { startTestDatabases } from '../../support/database.ts';
import { scheduleParts } from '../../support/world/schedule-parts.ts';
import { type Bench, type BenchResult, distribution, figure } from '../bench.ts';
import { makeProvince } from './province.ts';

const SIZE = {
  communes: 100,
  hamletsPerCommune: 10,
  clustersPerHamlet: 5,
  bulletinsPerCommune: 100,
  schedulesPerCommune: 10,
};

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
};

async function run(log: (line: string) => void): Promise<BenchResult> {
  const databases = await startTestDatabases();
  const parts = scheduleParts(await databases.fresh());
  try {
    const now = Date.now();
    const planIds = await makeProvince(parts.database, SIZE, now);
    for (const planId of planIds) await parts.stores.communeRules.put(planId, TRIAL_RULES, 0, now);
    const { communes } = SIZE;
    log(`${communes * SIZE.schedulesPerCommune} schedules, ${communes * SIZE.bulletinsPerCommune} bulletins`);
    const first = await seconds(() => parts.materialiser.all());
    log(`planned in ${first.toFixed(1)} s`);
    const published = parts.published.length;
    const again = await seconds(() => parts.materialiser.all());
    const [communeId = ''] = planIds.slice(1);
    const one = await seconds(() => parts.materialiser.run(communeId));
    const missing = await seconds(() => parts.missing.missing(now, now + 3600_000));

    const bytes: number[] = [];
    const times: number[] = [];
    let rss = 0;
    const all = await seconds(async () => {
      for (const planId of planIds) {
        const before = performance.now();
        const plan = await parts.stores.documents.planContent(planId, now);
        bytes.push(deflateRawSync(JSON.stringify(plan)).length);
        times.push(performance.now() - before);
        rss = Math.max(rss, process.memoryUsage().rss);
      }
    });
    if (parts.problems.length > 0) throw new Error(`a pass failed: ${String(parts.problems[0])}`);
    const rows = await parts.database.broadcast.count();
    return {
      conditions: { ...SIZE, clusters: communes * SIZE.hamletsPerCommune * SIZE.clustersPerHamlet, occurrences: rows },
      figures: [
        figure('all schedules, nothing planned yet', first, 's'),
        figure('all schedules, nothing to be done', again, 's'),
        figure('the schedules of one commune', one * 1000, 'ms'),
        figure('the watchdog’s question', missing * 1000, 'ms'),
        figure('plans published by the first look', published, 'plans'),
        figure('plans published by the second look', parts.published.length - published, 'plans'),
        figure('all plans from the database', all, 's'),
        ...distribution('one plan', times, 'ms'),
        ...distribution('one plan deflated', bytes, 'bytes'),
        figure('all plans deflated', bytes.reduce((sum, each) => sum + each, 0) / 1024, 'KiB'),
        figure('memory of the process, most', rss / 1024 ** 2, 'MiB'),
      ],
    };
  } finally {
    await parts.stop();
    await databases.stop();
  }
}

export const plans: Bench = {
  name: 'plans',
  what: 'all plans of a province of 5,000 clusters from its database, and its thousand schedules looked through',
  run,
};
