/** Relays from a real Icecast that is killed, stalled, silent, or something else altogether: what is sent, and what is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clicksIn } from '../../support/clicks.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { icecastPath } from '../../support/icecast.ts';
import { OddRadio } from '../../support/odd-radio.ts';
import { RelayStage } from '../../support/relay-stage.ts';
import { Studio } from '../../support/studio.ts';

const lacksIcecast = icecastPath() === undefined;

describe.skipIf(lacksIcecast)('relays', () => {
  let databases: TestDatabases;
  let stage: RelayStage;
  let radio: OddRadio;
  const studios: Studio[] = [];
  const studio = (mount: string, format?: 'mp3' | 'ogg' | 'aac'): Studio => {
    const made = new Studio(stage.icecast.sourceUrl(mount), format);
    studios.push(made);
    return made;
  };
  const isSent = (id: string, packets: number) =>
    eventually('it is sent', () => stage.packets(id).length >= packets, 45_000);
  /** On air, and heard for some seconds. */
  const heard = async (mount: string) => {
    const made = studio(mount);
    const id = await stage.onAir(mount, [stage.icecast.url(mount)]);
    await isSent(id, 40);
    return { made, id };
  };
  const lastPlayed = (id: string) => {
    const last = stage.packets(id).at(-1);
    return last === undefined ? 0 : Number(last.playAtMicros / 1000n) + last.frames.length * 20;
  };

  beforeAll(async () => {
    databases = await startTestDatabases();
    radio = await OddRadio.start();
    stage = await RelayStage.open(await databases.fresh());
  });
  afterAll(async () => {
    for (const each of studios) await each.kill();
    await stage?.close();
    await radio?.stop();
    await databases?.stop();
  });

  it.concurrent('killed: told before its end would be heard, and back when it lives again, in another format', async () => {
    const { made, id } = await heard('killed');
    await made.kill();
    const at = Date.now();
    const { gap, toldAt } = await stage.news(id, 1);
    console.log(`killed: told after ${toldAt - at} ms, the gap begins after ${gap.from - at} ms`);
    expect(gap.reason).toBe('dead');
    expect(toldAt).toBeLessThan(gap.from);
    // all that is good goes out, and a little silence behind it that pushes it out
    await eventually('the last of it is sent', () => lastPlayed(id) >= gap.from);
    expect(lastPlayed(id) - gap.from).toBeLessThanOrEqual(250);
    studio('killed', 'ogg');
    const { to = 0 } = (await stage.news(id, 2)).gap;
    const back = () => stage.packets(id).filter(({ playAtMicros }) => Number(playAtMicros) / 1000 > gap.from + 1000);
    await eventually('it is sent', () => back().length > 10);
    expect(Number(back()[0]?.playAtMicros) / 1000).toBeGreaterThanOrEqual(to - 10);
    expect(Number(back()[0]?.playAtMicros) / 1000).toBeLessThan(to + 40);
  });

  it.concurrent('stalled: told before its end would be heard', async () => {
    const { made, id } = await heard('stalled');
    made.stall();
    const at = Date.now();
    const { gap, toldAt } = await stage.news(id, 1);
    console.log(`stalled: told after ${toldAt - at} ms, the gap begins after ${gap.from - at} ms`);
    expect(gap.reason).toBe('dead');
    expect(toldAt).toBeLessThan(gap.from);
  });

  it.concurrent('silent: told before the silence would be heard', async () => {
    const { made, id } = await heard('silent');
    made.silence();
    const at = Date.now();
    const { gap, toldAt } = await stage.news(id, 1);
    console.log(`silent: told after ${toldAt - at} ms, the gap begins after ${gap.from - at} ms`);
    expect(gap.reason).toBe('silent');
    expect(toldAt).toBeLessThan(gap.from);
    made.sound();
    expect((await stage.news(id, 2)).gap.to).toBeDefined();
  });

  it.concurrent('answering with a page: its alternate is heard, by a list, and the state says so', async () => {
    const id = await stage.onAir('page', [radio.url('page'), radio.url('list.m3u')]);
    await isSent(id, 20);
    await eventually('the state is written down', async () => {
      await sleep(500);
      const { body } = await stage.app.call('GET', `/relay-sources/${id}`);
      return body.onAir?.state === 'on-air' && body.onAir.address === radio.url('icy');
    });
    expect(await stage.gaps(id)).toEqual([]);
  });

  it.concurrent('never there: told once, and tried again', async () => {
    const id = await stage.onAir('never', [stage.icecast.url('nobody')]);
    const { gap } = await stage.news(id, 1);
    expect(gap.reason).toBe('dead');
    const { body } = await stage.app.call('GET', `/relay-sources/${id}`);
    expect(body.onAir).toMatchObject({ state: expect.stringMatching(/dead|starting/), fault: { fault: 'refused' } });
  });

  it.concurrent('in step: two moments of the source are as far apart as they were, and nothing is missing between', async () => {
    const { made, id } = await heard('clicks');
    made.click();
    await eventually('a click', () => made.clicks.length === 1);
    const sent = stage.packets(id).length;
    await isSent(id, sent + 60);
    made.click();
    await eventually('another one', () => made.clicks.length === 2);
    await isSent(id, sent + 130);
    const packets = stage.packets(id);
    expect(packets.map(({ sequence }) => sequence)).toEqual(packets.map((_, n) => n));
    const found = await clicksIn(packets);
    const offsets = found.map((at, n) => at - (made.clicks[n] ?? 0));
    console.log(`clicks are heard ${offsets.map((ms) => ms.toFixed(1)).join(' and ')} ms after they were made`);
    expect(found).toHaveLength(2);
    expect(Math.abs((offsets[1] ?? 0) - (offsets[0] ?? 0))).toBeLessThanOrEqual(40);
  });
});
