import type { HeardReport, ReportBody } from '@loa-lang/schemas/wire/report';
import { beforeEach, describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

const NOW = Date.parse('2026-12-08T09:30:00+07:00');

let app: HttpApp;
let communeId: string;
let clusterIds: string[];
appForFile((fresh) => {
  app = fresh;
});
beforeEach(async () => {
  app.setNow(NOW);
  ({ communeId, clusterIds } = await addCommune(app));
  for (const [index, clusterId] of clusterIds.entries()) {
    await app.call('POST', '/devices', { id: `may-${index}`, publicKey: `${index}`.repeat(43), clusterId });
  }
});

async function planned(): Promise<string> {
  const bulletinId = await addReadyBulletin(app, communeId);
  const body = { bulletins: [{ bulletinId }], targets: { areaIds: [communeId] }, start: 'now' };
  return (await app.call('POST', '/broadcasts', body)).body.broadcast.id;
}
const heard = (broadcastId: string, verdict: HeardReport['verdict'], more: Partial<HeardReport> = {}): ReportBody => ({
  ...{ kind: 'heard', broadcastId, run: 1, verdict, levelDbfs: -40, confidence: 0.7, comparedMs: 20_000, ...more },
});
const played = (broadcastId: string, playedMs = 20_000): ReportBody => ({
  ...{ kind: 'receipt', broadcastId, version: 1, run: 1, state: 'finished', outputLevelDbfs: -20 },
  items: [{ index: 0, part: 0, playedMs }],
});
const coverageOf = async (id: string) => (await app.call('GET', `/broadcasts/${id}/coverage`)).body;

describe('what microphones heard of a broadcast', () => {
  it('stands beside what was played, labelled as an experiment, and changes nothing of it', async () => {
    const id = await planned();
    await app.report('may-0', played(id));
    await app.report('may-1', played(id, 9000));
    app.setNow(NOW + 3600_000);
    const before = await coverageOf(id);
    expect(before.heard).toBeUndefined();
    await app.report('may-0', heard(id, 'not-heard', { confidence: 0.02 }));
    await app.report('may-1', heard(id, 'heard'));
    await app.report('may-2', heard(id, 'uncertain', { run: 4 }));
    const after = await coverageOf(id);
    expect(after.clusters.map(({ state }: { state: string }) => state)).toEqual(['reached', 'partial', 'missed']);
    expect(after.clusters.map(({ heard }: { heard: { verdict: string } }) => heard.verdict)).toEqual([
      ...['not-heard', 'heard', 'uncertain'],
    ]);
    expect(after.clusters[1].heard).toMatchObject({ run: 1, confidence: 0.7, levelDbfs: -40 });
    expect(after.clusters[0].heard.message.vi).toContain('Thử nghiệm');
    expect(after.heard).toMatchObject({ clusters: 1, listened: 3 });
    const stripped = structuredClone(after);
    delete stripped.heard;
    for (const cluster of stripped.clusters) delete cluster.heard;
    expect(stripped).toEqual(before);
  });

  it('is of clusters that were to play it, of each run the first word', async () => {
    const bulletinId = await addReadyBulletin(app, communeId);
    const body = { bulletins: [{ bulletinId }], targets: { clusterIds: [clusterIds[0]] }, start: 'now' };
    const { id } = (await app.call('POST', '/broadcasts', body)).body.broadcast;
    await app.report('may-1', heard(id, 'heard'));
    await app.report('may-0', heard('another', 'heard'), heard(id, 'weak'));
    await app.report('may-0', heard(id, 'not-heard'));
    const rows = await app.database.heardRun.findMany();
    expect(rows.map(({ clusterId, verdict }) => [clusterId, verdict])).toEqual([[clusterIds[0], 'weak']]);
  });
});

describe('a cluster that is not heard', () => {
  async function told(...verdicts: [HeardReport['verdict'], Partial<HeardReport>?][]) {
    for (const [verdict, more] of verdicts) {
      at += 3600_000;
      app.setNow(at);
      await app.report('may-0', heard(await planned(), verdict, more));
    }
    await app.remote.judgingHeard.look();
    const { incidents } = (await app.call('GET', '/incidents')).body;
    return incidents.map(({ kind }: { kind: string }) => kind);
  }
  const listen = (isOn: boolean) =>
    app.call('POST', '/cluster-settings', {
      changes: [{ targets: { clusterIds: [clusterIds[0]] }, set: { listen: isOn } }],
    });
  let at = NOW;
  beforeEach(async () => {
    at = NOW;
    await listen(true);
  });

  it('is an incident at the third time in a row, until it is heard', async () => {
    expect(await told(['not-heard'], ['not-heard'])).toEqual([]);
    expect(await told(['uncertain'], ['not-heard', { comparedMs: 5000 }])).toEqual([]);
    expect(await told(['not-heard'])).toEqual(['not-heard']);
    expect(await told(['uncertain'])).toEqual(['not-heard']);
    expect(await told(['weak'])).toEqual([]);
    expect(await told(['not-heard'], ['not-heard'])).toEqual([]);
  });

  it('is none any more once it is told not to listen', async () => {
    expect(await told(['not-heard'], ['not-heard'], ['not-heard'])).toEqual(['not-heard']);
    expect((await listen(false)).status).toBe(200);
    expect(await told()).toEqual([]);
  });
});
