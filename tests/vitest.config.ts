import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const soak = process.env.LOA_TEST_SUITE === 'soak';

/** What hears, times or kills real processes: each needs its share of the two cores when its instant comes. */
const inRealTime = [
  'tests/e2e/**/*.test.ts',
  'tests/contract/sinks/**/*.test.ts',
  'tests/integration/device-agent/**/*.test.ts',
  'tests/integration/streams/**/*.test.ts',
  'tests/regression/playout/**/*.test.ts',
  'tests/regression/device-*.test.ts',
];
const never = ['**/node_modules/**', '**/dist/**'];

/** One after the other: first what mostly waits for servers and timers, then what needs the processors for itself. */
const groups = [
  {
    name: 'any time',
    include: ['tests/**/*.test.ts'],
    exclude: [...inRealTime, 'tests/soak/**', ...never],
    maxWorkers: 4,
    // what they import is loaded once a worker; each opens, and closes, surroundings of its own
    isolate: false,
  },
  { name: 'real time', include: inRealTime, exclude: never, maxWorkers: 3 },
];
const soakGroups = [
  {
    name: 'soak',
    include: [
      'tests/soak/**/*.test.ts',
      'tests/integration/audio/corpus.test.ts',
      'tests/security/roles-by-routes.test.ts',
    ],
    exclude: never,
    maxWorkers: 2,
  },
];

/** A minute and more: it begins first, so that nobody waits for it at the end. */
const LONG = [
  /\/tests\/(simulation|e2e|contract\/audio|integration\/audio)\//,
  /\/tests\/regression\/(queue|silence|emergency)\//,
  /\/http\/(emergencies|source-bulletins|composition|bulletin-versions|speech)\./,
  /\/roles-by-routes\./,
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((each) => each.test(moduleId));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    globalSetup: ['tests/support/run-postgres.ts'],
    // Real sockets, processes and sound on shared cores: what fails by a stall of the machine is tried once more there.
    retry: process.env.CI === undefined ? 0 : 1,
    testTimeout: soak ? 6 * 3600_000 : 60_000,
    sequence: { sequencer: LongestFirst },
    // a stall of the machine while a database is made
    hookTimeout: 120_000,
    // what is built is loaded by Node.js itself
    server: { deps: { external: [/\/(schemas|controller|device-agent|deploy)\/dist\//] } },
    // side by side is only what waits
    maxConcurrency: 12,
    projects: (soak ? soakGroups : groups).map((group, groupOrder) => ({
      extends: true,
      test: { ...group, sequence: { groupOrder } },
    })),
  },
});
