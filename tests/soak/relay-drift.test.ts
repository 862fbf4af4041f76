/** One relay for a long time: moments of the source stay where they were, and what it costs. Minutes by RELAY_MINUTES. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clicksIn } from '../support/clicks.ts';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { eventually, sleep } from '../support/eventually.ts';
import { icecastPath } from '../support/icecast.ts';
import { RelayStage } from '../support/relay-stage.ts';
import { Studio } from '../support/studio.ts';

const MINUTES = Number(process.env.RELAY_MINUTES ?? 60);
const CLICK_EVERY_MS = 10_000;
/** USER_HZ of Linux */
const TICK_MS = 10;

/** Processor time of the ffmpegs that this process has started for relays, ms. */
function childrenMs(): number {
  return readdirSync('/proc').reduce((sum, pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const ours = Number(parent) === process.pid && command.startsWith('ffmpeg') && !command.includes('icecast://');
      return ours ? sum + (Number(rest[9]) + Number(rest[10])) * TICK_MS : sum;
    } catch {
      return sum;
    }
  }, 0);
}

describe.skipIf(icecastPath() === undefined)('a relay', () => {
  let databases: TestDatabases;
  let stage: RelayStage;
  let studio: Studio;
  beforeAll(async () => {
    databases = await startTestDatabases();
    stage = await RelayStage.open(await databases.fresh());
    studio = new Studio(stage.icecast.sourceUrl('long'));
  });
  afterAll(async () => {
    await studio?.kill();
    await stage?.close();
    await databases?.stop();
  });

  it(`stays in step for ${MINUTES} minutes`, async () => {
    const id = await stage.onAir('long', [stage.icecast.url('long')]);
    await eventually('it is sent', () => stage.packets(id).length > 100, 60_000);
    const [ffmpegs, started] = [childrenMs(), performance.now()];
    for (let n = 0; n < (MINUTES * 60_000) / CLICK_EVERY_MS; n++) {
      studio.click();
      await sleep(CLICK_EVERY_MS);
    }
    const tookMs = performance.now() - started;
    const cpu = (100 * (childrenMs() - ffmpegs)) / tookMs;
    await sleep(5000);
    const packets = stage.packets(id);
    const found = await clicksIn(packets);
    const offsets = found.slice(0, studio.clicks.length).map((at, n) => at - (studio.clicks[n] ?? 0));
    const spread = Math.max(...offsets) - Math.min(...offsets);
    const late = packets.map(({ sentAt, playAtMicros }) => Number(playAtMicros) / 1000 - sentAt).sort((a, b) => a - b);
    console.log(
      `${found.length} of ${studio.clicks.length} clicks, heard ${Math.min(...offsets).toFixed(0)} to ${Math.max(...offsets).toFixed(0)} ms after they were made (spread ${spread.toFixed(0)} ms); `,
      `packets leave ${late[0]?.toFixed(0)} ms ahead at least, ${late[late.length >> 1]?.toFixed(0)} mostly; the two ffmpegs take ${cpu.toFixed(1)} % of a processor;`,
      `gaps: ${JSON.stringify(await stage.gaps(id))}`,
    );
    expect(await stage.gaps(id)).toEqual([]);
    expect(found).toHaveLength(studio.clicks.length);
    expect(spread).toBeLessThanOrEqual(200);
  });
});
