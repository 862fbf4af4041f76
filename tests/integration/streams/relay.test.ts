/** Relays from a real Icecast that is killed, stalled, silent, or something else altogether: what is sent, and what is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { icecastPath } from '../../support/icecast.ts';
import { RelayStage } from '../../support/relay-stage.ts';
import { Studio } from '../../support/studio.ts';

const lacksIcecast = icecastPath() === undefined;

describe.skipIf(lacksIcecast)('relays', () => {
  let databases: TestDatabases;
  let stage: RelayStage;
  const studios: Studio[] = [];
  const studio = (mount: string, format?: 'mp3' | 'ogg' | 'aac'): Studio => {
    const made = new Studio(stage.icecast.sourceUrl(mount), format);
    studios.push(made);
    return made;
  };
  /** On air, and heard for some seconds. */
  const heard = async (mount: string) => {
    const made = studio(mount);
    const id = await stage.onAir(mount, [stage.icecast.url(mount)]);
    await eventually(`${mount} is sent`, () => stage.packets(id).length > 40, 30_000);
    return { made, id };
  };

  beforeAll(async () => {
    databases = await startTestDatabases();
    stage = await RelayStage.open(await databases.fresh());
  });
  afterAll(async () => {
    for (const each of studios) await each.kill();
    await stage?.close();
    await databases?.stop();
  });

  it.concurrent('killed: told two seconds before its end would be heard, and back when it lives again', async () => {
    const { made, id } = await heard('killed');
    await made.kill();
    const at = Date.now();
    const { gap, toldAt } = await stage.gap(id, at);
    console.log('killed', { from: gap.from - at, told: toldAt - at, detail: gap.detail });
    expect(gap.reason).toBe('dead');
    studio('killed');
    const backAt = Date.now();
    await eventually('it is back', async () => (await stage.gaps(id))[0]?.to !== undefined, 30_000);
    const [closed] = await stage.gaps(id);
    console.log('back', { to: (closed?.to ?? 0) - backAt });
    await eventually(
      'it is sent',
      () => (stage.packets(id).at(-1)?.playAtMicros ?? 0n) > BigInt(closed?.to ?? 0) * 1000n,
    );
  });

  it.concurrent('stalled', async () => {
    const { made, id } = await heard('stalled');
    made.stall();
    const at = Date.now();
    const { gap, toldAt } = await stage.gap(id, at);
    console.log('stalled', { from: gap.from - at, told: toldAt - at, detail: gap.detail });
    expect(gap.reason).toBe('dead');
  });

  it.concurrent('silent', async () => {
    const { made, id } = await heard('silent');
    made.silence();
    const at = Date.now();
    const { gap, toldAt } = await stage.gap(id, at);
    console.log('silent', { from: gap.from - at, told: toldAt - at });
    expect(gap.reason).toBe('silent');
  });
});
