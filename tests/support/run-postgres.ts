/** One PostgreSQL for all test files of a run, started when the first of them asks for a database. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openMigrated } from './migrated-postgres.ts';

/** Where workers ask for its URL; they inherit it. */
export const RUN_POSTGRES = 'LOA_TEST_POSTGRES';

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // each group of tests comes by here
  if (process.env[RUN_POSTGRES] !== undefined) return undefined;
  let opened: ReturnType<typeof openMigrated> | undefined;
  const server = createServer(async (_, response) => {
    try {
      opened ??= openMigrated({ throwaway: true });
      response.end((await opened).url);
    } catch (cause) {
      opened = undefined;
      response.writeHead(500).end(String(cause));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env[RUN_POSTGRES] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    delete process.env[RUN_POSTGRES];
    server.close();
    const postgres = await opened;
    if (postgres === undefined) return;
    await postgres.stop();
    await rm(postgres.dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
}
