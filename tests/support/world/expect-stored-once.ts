/** Every report of every device stored, each once, and every run accounted for by one final receipt. */
import { expect } from 'vitest';
import { queryEmbedded } from './embedded-database.ts';

/** @param dataDir of the controller, whose PostgreSQL is the embedded one */
export async function expectStoredOnce(dataDir: string): Promise<void> {
  const stores = await queryEmbedded<{
    device: string;
    stored: number;
    numbers: number;
    highest: number;
    acked: number;
  }>(
    dataDir,
    `SELECT device_id AS device, count(*)::int AS stored, count(DISTINCT number)::int AS numbers,
       max(number)::int AS highest, max(contiguous)::int AS acked
     FROM report JOIN report_progress USING (device_id, store_id) GROUP BY device_id, store_id`,
  );
  expect(stores.length).toBeGreaterThan(0);
  for (const { device, ...counts } of stores) {
    const { highest } = counts;
    expect(counts, `reports 1 to ${highest} of ${device}`).toEqual({
      stored: highest,
      numbers: highest,
      highest,
      acked: highest,
    });
  }
  // a device that lost power before the start says "ready" anew; that it began and how it ended it says once
  const said = `SELECT device_id AS device, body->>'broadcastId' AS broadcast, body->>'run' AS run, count(*)::int AS times
    FROM report WHERE kind = 'receipt'`;
  const group = `GROUP BY 1, 2, 3`;
  const started = await queryEmbedded(dataDir, `${said} AND body->>'state' = 'started' ${group} HAVING count(*) > 1`);
  expect(started, 'runs that began twice').toEqual([]);
  const ended = await queryEmbedded(
    dataDir,
    `${said} AND body->>'state' NOT IN ('ready', 'started') ${group} HAVING count(*) > 1`,
  );
  expect(ended, 'runs that ended twice').toEqual([]);
}

/** Devices that had reported plan and audio as complete before this instant. */
export async function readyBefore(dataDir: string, broadcastId: string, instantMs: number): Promise<Set<string>> {
  const rows = await queryEmbedded<{ device: string }>(
    dataDir,
    `SELECT DISTINCT device_id AS device FROM report
     WHERE kind = 'receipt' AND body->>'broadcastId' = $1 AND body->>'state' = 'ready' AND reported_at < $2`,
    [broadcastId, new Date(instantMs)],
  );
  return new Set(rows.map(({ device }) => device));
}
