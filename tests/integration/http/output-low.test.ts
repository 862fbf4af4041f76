import type { ReportBody } from '@loa-lang/schemas/wire/report';
import { beforeEach, describe, expect, it } from 'vitest';
import { appForEachTest } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

const NOW = Date.parse('2026-12-08T09:30:00+07:00');
const HOUR_MS = 3600_000;

let app: HttpApp;
let communeId: string;
let clusterIds: string[];
let now: number;
appForEachTest((fresh) => {
  app = fresh;
});
beforeEach(async () => {
  now = NOW;
  app.setNow(now);
  ({ communeId, clusterIds } = await addCommune(app));
  await app.call('POST', '/devices', { id: 'may-0', publicKey: '0'.repeat(43), clusterId: clusterIds[0] });
});

/** One broadcast an hour, with what the device says of it. @returns open incidents of this kind */
async function plays(outputLevelDbfs: number, state = 'finished'): Promise<{ kind: string; detail: string }[]> {
  now += HOUR_MS;
  app.setNow(now);
  const bulletinId = await addReadyBulletin(app, communeId);
  const body = { bulletins: [{ bulletinId }], targets: { areaIds: [communeId] }, start: 'now' };
  const { id } = (await app.call('POST', '/broadcasts', body)).body.broadcast;
  const items = [{ index: 0, part: 0, playedMs: 20_000 }];
  await app.report('may-0', {
    kind: 'receipt',
    broadcastId: id,
    version: 1,
    run: 1,
    state,
    outputLevelDbfs,
    items,
  } as ReportBody);
  await app.remote.judgingLevels.look();
  return (await app.call('GET', `/incidents?clusterId=${clusterIds[0]}`)).body.incidents.filter(
    ({ kind }: { kind: string }) => kind === 'output-low',
  );
}

describe('a cluster whose output is too quiet', () => {
  it('is an incident after three broadcasts in a row, and no more as soon as it is loud again', async () => {
    expect(await plays(-57)).toEqual([]);
    expect(await plays(-58)).toEqual([]);
    expect(await plays(-57)).toMatchObject([{ severity: 'critical', state: 'open', detail: '-57 dBFS' }]);
    expect(await plays(-57)).toHaveLength(1);
    expect(await plays(-20)).toEqual([]);
    expect(await plays(-57)).toEqual([]);
  });

  it('is none where one of them was loud, or was not played to its end', async () => {
    await plays(-57);
    await plays(-20);
    await plays(-57);
    await plays(-57, 'partial');
    expect(await plays(-57)).toEqual([]);
    expect(await plays(-57)).toHaveLength(1);
  });
});
