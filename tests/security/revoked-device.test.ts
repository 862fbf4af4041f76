/** A revoked device: its running session gets nothing and says nothing any more, is ended, and none begins. */
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, sleep } from '../support/eventually.ts';
import { TLS_BROKERS } from '../support/tls-brokers/benches.ts';
import { type EmbeddedTls, startEmbeddedTls } from '../support/tls-brokers/embedded.ts';
import { connectAs, connectDevice, issue, type TlsBench } from '../support/tls-brokers/tls-bench.ts';

/** Within which a message that is not held back has long arrived. */
const QUIET_MS = 400;

describe.each(TLS_BROKERS)('a revoked device: %s', (_name, start) => {
  let bench: TlsBench;
  beforeEach(async () => {
    bench = await start();
  });
  afterEach(() => bench.stop());

  it('is cut off while it listens, and does not come back; its neighbour hears all', async () => {
    const [gone, well] = [await issue(bench.authority, 'gone'), await issue(bench.authority, 'well')];
    await bench.know([
      { device: gone, planIds: ['hamlet'] },
      { device: well, planIds: ['hamlet'] },
    ]);
    const [session, neighbour] = [await connectDevice(bench, gone), await connectDevice(bench, well)];
    const [heardByGone, heardByWell, heardByController]: string[][] = [[], [], []];
    session.on('message', (_topic, payload) => heardByGone?.push(payload.toString()));
    neighbour.on('message', (_topic, payload) => heardByWell?.push(payload.toString()));
    bench.controller.on('message', (topic) => heardByController?.push(topic));
    await bench.controller.subscribeAsync('loa/v1/device/+/report', { qos: 1 });
    const topics = [subjects.keys(), subjects.plan('hamlet'), subjects.live('b1')].map(topicOf);
    for (const each of [session, neighbour]) await each.subscribeAsync(topics, { qos: 1 });
    const tell = async (text: string) => {
      for (const topic of topics) await bench.controller.publishAsync(topic, `${text} ${topic}`, { qos: 1 });
    };
    await tell('before');
    await eventually('both hear', () => heardByGone?.length === 3 && heardByWell?.length === 3);

    const closed = new Promise<void>((resolve) => session.once('close', () => resolve()));
    await bench.revoke(gone);
    // the broker of another process needs a moment to read what it is told
    await sleep(QUIET_MS);
    await tell('after');
    session.publish(topicOf(subjects.device('gone', 'report')), 'last words', { qos: 1 });
    await eventually('the neighbour hears', () => heardByWell?.length === 6);
    await sleep(QUIET_MS);
    expect(heardByGone?.filter((text) => text.startsWith('after'))).toEqual([]);
    expect(heardByController).toEqual([]);
    await closed;
    for (const installation of ['board', 'another-board']) {
      await expect(connectDevice(bench, { ...gone, installationId: installation })).rejects.toThrow();
    }
    await expect(
      connectDevice(bench, { ...well, installationId: 'board' }).then((one) => one.endAsync()),
    ).resolves.toBe(undefined);
  });
});

describe('a revoked device at the embedded broker', () => {
  let bench: EmbeddedTls;
  beforeEach(async () => {
    bench = await startEmbeddedTls();
  });
  afterEach(() => bench.stop());

  it('is kept out while the database is away, when others are let in', async () => {
    const [gone, well] = [await issue(bench.authority, 'gone'), await issue(bench.authority, 'well')];
    await bench.know([gone, well].map((device) => ({ device, planIds: [] })));
    await bench.revoke(gone);
    bench.database.isThere = false;
    await expect(connectDevice(bench, gone)).rejects.toThrow();
    await (await connectDevice(bench, well)).endAsync(true);
  });

  it('publishes no last will when it is cut', async () => {
    const gone = await issue(bench.authority, 'gone');
    await bench.know([{ device: gone, planIds: [] }]);
    const wills: string[] = [];
    bench.controller.on('message', (topic) => wills.push(topic));
    await bench.controller.subscribeAsync('loa/v1/device/+/presence');
    const will = {
      topic: topicOf(subjects.device('gone', 'presence')),
      payload: Buffer.from('x'),
      qos: 1,
      retain: true,
    } as const;
    const session = await connectAs(bench, gone, 'gone.board', { will });
    const closed = new Promise<void>((resolve) => session.once('close', () => resolve()));
    await bench.revoke(gone);
    await closed;
    await sleep(QUIET_MS);
    expect(wills).toEqual([]);
  });
});
