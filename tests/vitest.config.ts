import { defineConfig } from 'vitest/config';

const soak = process.env.LOA_TEST_SUITE === 'soak';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: soak ? ['tests/soak/**/*.test.ts'] : ['tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(soak ? [] : ['tests/soak/**'])],
    // Two cores: more workers only make timing-sensitive suites wait for each other.
    maxWorkers: 2,
    // Real sockets, processes and sound on shared cores: what fails by a stall of the machine is tried once more there.
    retry: process.env.CI === undefined ? 0 : 1,
    testTimeout: soak ? 6 * 3600_000 : 60_000,
    hookTimeout: 60_000,
  },
});
