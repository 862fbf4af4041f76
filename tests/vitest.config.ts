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
    maxWorkers: 5,
    // what they import is loaded once a worker; each opens, and closes, surroundings of its own
    isolate: false,
  },
  { name: 'real time', include: inRealTime, exclude: never, maxWorkers: 3, isolate: false },
];
const soakGroups = [
  {
    name: 'soak',
    include: [
      'tests/soak/**/*.test.ts',
      'tests/integration/audio/corpus.test.ts',
      'tests/security/roles-by-routes.test.ts',
      'tests/e2e/console/every-page.test.ts',
    ],
    exclude: never,
    maxWorkers: 2,
  },
];

/** Half a minute and more, the longest first: they begin first, so that nobody waits for them at the end. */
const LONG = [
  'simulation/month',
  'integration/audio/corpus',
  'regression/emergency/manual-template',
  'contract/audio/transcoder',
  'integration/audio/broken-files',
  'integration/http/emergencies',
  'security/roles-by-routes',
  'integration/http/composition',
  'integration/http/source-bulletins',
  'integration/http/bulletin-versions',
  'integration/http/speech',
  'contract/audio/loudness',
  'unit/device-agent/agent/agent',
  'regression/silence/one-press',
  'integration/postgres/embedded',
  'regression/queue/watchdog',
  'integration/http/templates',
  'e2e/demo',
  // waits for most of its time
  'e2e/backup',
  'e2e/console/every-page',
  'e2e/console/write',
  // two hundred agents: not beside the month of the demonstration
  'e2e/reconnect-storm',
  'e2e/kill',
  'e2e/enrolment',
  'e2e/two-controllers',
  'e2e/recovery',
  'e2e/restored-database',
  'e2e/upload-killed',
];
/** What follows them: processes, browsers, sound. */
const SLOW = /\/tests\/(e2e|contract\/audio|integration\/audio|regression\/queue)\//;

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONG.findIndex((each) => moduleId.endsWith(`/tests/${each}.test.ts`));
  if (place !== -1) return place;
  return SLOW.test(moduleId) ? LONG.length : LONG.length + 1;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    globalSetup: ['tests/support/run-postgres.ts'],
    // Real sockets, processes and sound on shared cores: what fails by a stall of the machine is tried once more there.
    retry: process.env.CI === undefined ? 0 : 1,
    testTimeout: soak ? 6 * 3600_000 : 120_000,
    sequence: { sequencer: LongestFirst },
    // both are against hanging: a machine may stall while a database is made, and sound is made only when nothing else asks for the processors
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
