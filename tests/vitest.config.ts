import { defineConfig } from 'vitest/config';

const soak = process.env.LOA_TEST_SUITE === 'soak';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: soak ? ['tests/soak/**/*.test.ts'] : ['tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(soak ? [] : ['tests/soak/**'])],
    // Two cores: more workers only make timing-sensitive suites wait for each other.
    maxWorkers: 2,
    testTimeout: soak ? 6 * 3600_000 : 60_000,
    hookTimeout: 60_000,
  },
});
