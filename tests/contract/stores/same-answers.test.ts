/** The simulation's stores answer as PostgreSQL does. `LOA_SEED` repeats one run. */
import type { NewRequest } from '@loa-lang/controller/domain/approval/approval-request';
import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import type { Schedule } from '@loa-lang/controller/domain/schedules/schedule';
import type { BulletinRecord, VersionRecord } from '@loa-lang/controller/ports/bulletin-store';
import type { NewOccurrence, OccurrenceRow } from '@loa-lang/controller/ports/schedule-store';
import { RECEIPT_STATES } from '@loa-lang/schemas/wire/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { runSeed } from '../../support/seeded-random.ts';
import { Both, CLUSTERS } from './both.ts';

const NOW = Date.parse('2026-12-01T06:00:00+07:00');
const MINUTE = 60_000;
const PLANS = ['xa', 'thon-1', 'thon-2'];
const ASSETS = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
const QUESTIONS = 220;
const SEED = runSeed();
const SEEDS = process.env.LOA_SEED === undefined ? [SEED, SEED + 1, SEED + 2] : [SEED];

let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());

const byId = (row: { id: string }) => row.id;
const person = (personId: string) => ({ personId, name: personId });

/** Asks at random until so many questions were asked. */
const suite = (name: string, draw: (both: Both) => (() => Promise<unknown>)[]) =>
  it.each(SEEDS)(`${name}, seed %i`, async (seed) => {
    const both = await Both.on(databases, seed);
    try {
      const acts = draw(both);
      while (both.asked < QUESTIONS) await both.pick(acts)();
      console.log(`${name}, seed ${seed}: ${both.asked} questions, the same answers`);
      expect(both.asked).toBeGreaterThanOrEqual(QUESTIONS);
    } finally {
      await both.close();
    }
  });

function instant(both: Both): number {
  return NOW + both.whole(-20, 20) * MINUTE;
}

function broadcastOf(both: Both, more: Partial<Broadcast> = {}): Broadcast {
  const startAt = instant(both);
  return {
    id: both.newId(),
    communeId: both.pick(['xa', 'tinh']),
    version: 1,
    title: 'Buổi sáng',
    class: 'scheduled',
    level: 'commune',
    startAt,
    latestStartAt: startAt + MINUTE,
    joinUntilAt: startAt + MINUTE,
    endsAt: startAt + both.whole(1, 9) * MINUTE,
    approval: both.pick(['approved', 'approved', 'awaiting', 'returned']),
    startsWhenReady: both.chance(0.2),
    rank: both.chance(0.3) ? both.whole(0, 9) : undefined,
    repeat: both.chance(0.2) ? { everyMs: MINUTE, until: startAt + MINUTE } : undefined,
    onInterrupted: 'restart',
    gainDb: 0,
    items: [],
    bulletins: both.some(['tin-1', 'tin-2']).map((bulletinId) => ({ bulletinId, title: bulletinId })),
    requested: { areaIds: both.some(PLANS), groupIds: [], clusterIds: [] },
    placements: both.some(PLANS).map((planId) => ({ planId, targets: 'all' as const })),
    audience: { hamlets: [], clusters: [] },
    cancelledAt: undefined,
    cancelReason: undefined,
    createdAt: NOW,
    ...more,
  };
}

function requestOf(both: Both, more: Partial<NewRequest> = {}): NewRequest {
  const state = more.state ?? both.pick(['draft', 'submitted', 'approved'] as const);
  return {
    id: both.newId(),
    communeId: both.pick(['xa', 'tinh']),
    subjectKind: 'schedule',
    subjectId: both.pick(['lich-1', 'lich-2']),
    title: 'Buổi sáng',
    binding: { assets: ASSETS, targets: { areaIds: ['xa'], groupIds: [], clusterIds: [] }, times: { once: NOW } },
    bindingHash: both.pick(['h1', 'h2']),
    state,
    startAt: both.chance(0.7) ? instant(both) : undefined,
    createdAt: NOW,
    submittedBy: person('can-bo'),
    decision: state === 'approved' ? { by: person('lanh-dao'), at: NOW, way: 'own' } : undefined,
    outside: undefined,
    archivedAt: undefined,
    ...more,
  };
}

describe('in memory as in PostgreSQL', () => {
  suite('broadcasts and their approvals', (both) => {
    const ids: string[] = [];
    const id = () => (ids.length === 0 || both.chance(0.05) ? 'khong-co' : both.pick(ids));
    let reports = 0;
    return [
      async () => {
        const broadcast = broadcastOf(both);
        const state = broadcast.approval === 'awaiting' ? 'submitted' : 'approved';
        const request = requestOf(both, { subjectKind: 'broadcast', subjectId: broadcast.id, state });
        const once = both.chance(0.3) ? { key: both.pick(['k1', 'k2', 'k3']), fingerprint: 'f' } : undefined;
        const asked = { broadcast, clusterIds: both.some(CLUSTERS), ...(both.chance(0.8) && { request }) };
        const made = await both.ask('create', (s) => s.broadcasts.create(asked, once));
        if (made.created) ids.push(broadcast.id);
      },
      async () => {
        const sought = id();
        const before = await both.ask('find', (s) => s.broadcasts.find(sought));
        if (before === undefined || before.approval !== 'awaiting') return;
        const broadcast = broadcastOf(both, { id: before.id, version: before.version + 1, approval: 'awaiting' });
        const asked = { subjectKind: 'broadcast', subjectId: before.id, state: 'submitted' } as const;
        const known = both.chance(0.8) ? before : { ...before, version: 99 };
        const planned = { broadcast, clusterIds: both.some(CLUSTERS), request: requestOf(both, asked) };
        await both.ask('revise', (s) => s.broadcasts.revise(planned, known));
      },
      async () => {
        const [one, at] = [id(), instant(both)];
        await both.ask('cancel', (s) => s.broadcasts.cancel(one, at, 'thử'));
      },
      async () => {
        const [sought, startAt] = [id(), instant(both)];
        const one = await both.ask('find', (s) => s.broadcasts.find(sought));
        if (one === undefined) return;
        const window = { startAt, latestStartAt: startAt, joinUntilAt: startAt, endsAt: startAt + MINUTE };
        const version = both.chance(0.8) ? one.version : 0;
        await both.ask('move', (s) => s.broadcasts.move(one.id, version, window));
      },
      async () => {
        const sought = id();
        const one = await both.ask('find', (s) => s.broadcasts.find(sought));
        if (one === undefined) return;
        const version = both.chance(0.8) ? one.version : 0;
        const rank = both.chance(0.8) ? both.whole(1, 9) : undefined;
        await both.ask('setRank', (s) => s.broadcasts.setRank(one.id, version, rank));
      },
      async () => {
        const stop = { broadcastId: id(), at: instant(both), reason: 'thử', keepUntil: instant(both) };
        const planIds = both.some(PLANS);
        await both.ask('stopPart', (s) => s.broadcasts.stopPart(stop, planIds));
        await both.ask('stopped parts', (s) => s.broadcasts.stoppedParts([stop.broadcastId]));
      },
      async () => {
        const query = { limit: both.whole(1, 20), ...(both.chance(0.5) && { communeId: 'xa', from: NOW }) };
        await both.ask('soonest', (s) => s.broadcasts.list({ ...query, soonestFirst: true }));
        const page = await both.ask('list', (s) => s.broadcasts.list(query));
        if (page.length === 0) return;
        const { startAt, id: last } = both.pick(page);
        const before = { at: startAt, id: last };
        await both.ask('the next page', (s) => s.broadcasts.list({ ...query, before }));
      },
      async () => {
        const [planId, at] = [both.pick(PLANS), instant(both)];
        await both.ask('inPlan', (s) => s.broadcasts.inPlan(planId, at), byId);
        const ofBroadcast = ({ broadcast }: { broadcast: Broadcast }) => broadcast.id;
        const sorted = (rows: { broadcast: Broadcast; clusterIds: string[] }[]) =>
          rows.map((row) => ({ ...row, clusterIds: [...row.clusterIds].sort() }));
        await both.ask('underWay', async (s) => sorted(await s.broadcasts.underWay(at, at + MINUTE)), ofBroadcast);
        await both.ask('waitingForAudio', async (s) => sorted(await s.broadcasts.waitingForAudio(at)), ofBroadcast);
        await both.ask('using', (s) => s.broadcasts.using('tin-1', at), byId);
        await both.ask('findByKey', (s) => s.broadcasts.findByKey('k1'));
      },
      async () => {
        const waiting = await both.ask('list', (s) => s.approvals.list({ states: ['submitted'], limit: 50 }));
        if (waiting.length === 0) return;
        const { id: requestId, bindingHash, binding, subjectKind } = both.pick(waiting);
        const verdict = both.pick(['approved', 'returned'] as const);
        const startAt = instant(both);
        const window = { startAt, latestStartAt: startAt, joinUntilAt: startAt, endsAt: startAt + MINUTE };
        const moved = { binding, bindingHash: 'h3', window: { ...window, startsWhenReady: false } };
        const made = {
          ...{ id: both.chance(0.9) ? requestId : 'khong-co', verdict },
          bindingHash: both.chance(0.9) ? bindingHash : 'cu',
          decision: { by: person('lanh-dao'), at: NOW, way: 'console' as const },
          ...(subjectKind === 'broadcast' && verdict === 'approved' && both.chance(0.3) && { moved }),
        };
        await both.ask('decide', (s) => s.approvals.decide(made));
      },
      async () => {
        const request = requestOf(both);
        await both.ask('add', (s) => s.approvals.add(request));
        const query = { subject: { kind: 'schedule' as const, id: request.subjectId }, limit: both.pick([1, 100]) };
        await both.ask('of a subject', (s) => s.approvals.list(query));
        const waiting = await both.ask('waiting', (s) => s.approvals.waiting(), byId);
        if (waiting.length === 0) return;
        const requestIds = both.some(waiting.map((each) => each.id));
        const said = {
          kind: both.pick(['hour-before', 'quarter-before'] as const),
          personId: 'lanh-dao',
          startAt: both.pick([NOW, NOW + 3_600_000]),
          remindedAt: NOW + both.asked,
        };
        for (const requestId of requestIds)
          await both.ask('remind', (s) => s.approvals.recordReminder({ requestId, ...said }));
        await both.ask('reminders', (s) => s.approvals.reminders(requestIds));
      },
      async () => {
        const drafts = await both.ask('drafts', (s) =>
          s.approvals.list({ states: ['draft'], communeId: 'xa', limit: 9 }),
        );
        for (const draft of drafts) await both.ask('submit', (s) => s.approvals.submit(draft.id, person('thay')));
        const subject = both.pick(['lich-1', 'lich-2']);
        const airing = NOW + both.whole(-2, 2) * 3_600_000;
        for (const draft of drafts) await both.ask('next airing', (s) => s.approvals.nextAiring(draft.id, airing));
        if (both.chance(0.3)) await both.ask('archive', (s) => s.approvals.archive('schedule', subject, NOW));
      },
      async () => {
        const state = both.pick(RECEIPT_STATES);
        const body = {
          kind: 'receipt' as const,
          broadcastId: id(),
          version: 1,
          run: both.whole(1, 2),
          state,
          items: [],
        };
        const asset = {
          kind: 'asset' as const,
          assetId: both.pick(ASSETS),
          state: both.pick(['cached', 'evicted'] as const),
        };
        const entry = { number: ++reports, reportedAt: NOW, body: both.chance(0.6) ? body : asset };
        const n = both.whole(1, 3);
        const from = { deviceId: `may-${n}`, storeId: `kho-${n}`, lowestHeld: 1, receivedAt: NOW };
        await both.ask('report', (s) => s.report([{ ...from, entry }]));
        const isOnline = both.chance(0.7);
        await both.ask('presence', (s) => s.setOnline(n, isOnline));
        await both.ask('receipts', (s) => s.broadcasts.receipts(ids.slice(-5)));
        const clusterIds = both.some(CLUSTERS);
        // the last one stays unknown
        const assetId = both.pick(ASSETS.slice(0, -1));
        await both.ask('keepEncoding', (s) => s.bulletins.keepEncoding(assetId, assetOf(assetId, [])));
        await both.ask('missing', (s) => s.broadcasts.missing(clusterIds, ASSETS));
      },
    ];
  });

  suite('schedules and what is planned of them', (both) => {
    const schedules: string[] = [];
    const rows: OccurrenceRow[] = [];
    const row = (): OccurrenceRow | undefined => (rows.length === 0 ? undefined : both.pick(rows));
    const hashes = () => ({ wire: both.pick(['w1', 'w2']), notes: both.pick(['n1', 'n2']) });
    const occurrence = (scheduleId: string): NewOccurrence => {
      const recurrenceId = `2026120${both.whole(1, 9)}T060000`;
      const broadcast = broadcastOf(both, { approval: 'approved', communeId: 'xa' });
      return {
        broadcast: { ...broadcast, occurrence: { scheduleId, recurrenceId } },
        clusterIds: both.some(CLUSTERS),
        hashes: hashes(),
      };
    };
    const look = async () => {
      const at = instant(both);
      rows.splice(0, rows.length, ...(await both.ask('rows', (s) => s.occurrences.rows('xa', at), byId)));
      await both.ask('taken', async (s) => [...(await s.occurrences.taken(at, at + 20 * MINUTE))].sort());
      await both.ask('single', (s) => s.occurrences.single(CLUSTERS, at, at + 20 * MINUTE), byId);
      await both.ask('owners', (s) => s.schedules.owners(at));
      if (schedules[0] !== undefined) await both.ask('onAir', (s) => s.occurrences.onAir(schedules[0] ?? '', at), byId);
    };
    return [
      async () => {
        const schedule = scheduleOf(both);
        await both.ask('create', (s) => s.schedules.create(schedule));
        await both.ask('create again', (s) => s.schedules.create({ ...schedule, name: 'lần nữa' }));
        schedules.push(schedule.id);
        await both.ask('list', (s) => s.schedules.list({ communeId: 'xa' }));
      },
      async () => {
        const sought = both.pick([...schedules, 'khong-co']);
        const before = await both.ask('find', (s) => s.schedules.find(sought));
        if (before === undefined) return;
        const version = both.chance(0.8) ? before.version : 99;
        const removedAt = both.chance(0.3) ? instant(both) : undefined;
        const next = {
          ...before,
          version,
          removedAt,
          paused: both.chance(0.5),
          changes: { '20261201T060000': { skip: true as const } },
        };
        await both.ask('change', (s) => s.schedules.change(next));
        await both.ask('removed', (s) => s.schedules.list({ removed: true }));
      },
      async () => {
        if (schedules.length === 0) return;
        const wanted = Array.from({ length: both.whole(1, 4) }, () => occurrence(both.pick(schedules)));
        await both.ask('createAll', async (s) => [...(await s.occurrences.createAll(wanted))].sort());
        await look();
      },
      async () => {
        const one = row();
        if (one === undefined) return;
        const wanted = occurrence(one.scheduleId);
        const again = {
          ...wanted,
          broadcast: {
            ...wanted.broadcast,
            occurrence: { scheduleId: one.scheduleId, recurrenceId: one.recurrenceId },
          },
        };
        const after = instant(both);
        if (both.chance(0.5)) await both.ask('renew', (s) => s.occurrences.renew(one, again, after));
        else await both.ask('note', (s) => s.occurrences.note(one, again));
        await both.ask('find', (s) => s.broadcasts.find(one.id));
        await look();
      },
      async () => {
        const ids = both.some(rows).map((each) => each.id);
        const at = instant(both);
        const bounds = { startingAfter: at, neverSentFrom: at + 10 * MINUTE };
        await both.ask('withdraw', (s) => s.occurrences.withdraw(ids, NOW, bounds, 'thử'), byId);
        await both.ask('list', (s) => s.broadcasts.list({ limit: 100 }));
        await look();
      },
      async () => {
        const one = row();
        if (one !== undefined) await both.ask('cancel', (s) => s.broadcasts.cancel(one.id, NOW, 'thử'));
        await look();
      },
      async () => {
        const day = { communeId: 'xa', day: `2026-12-0${both.whole(1, 5)}`, name: both.pick(['Tết', 'Giỗ']) };
        if (both.chance(0.6)) await both.ask('day off', (s) => s.daysOff.put(day));
        else await both.ask('no day off', (s) => s.daysOff.remove('xa', day.day));
        await both.ask('days off', (s) => s.daysOff.of('xa'));
        const known = (await both.ask('rules', (s) => s.communeRules.find('xa')))?.version ?? 0;
        const rules = { quietHours: { from: both.pick(['21:00', '22:00']), until: '05:00' }, sessions: null };
        const version = both.pick([known, known, 7]);
        await both.ask('put rules', (s) => s.communeRules.put('xa', rules, version, NOW));
        await both.ask('all rules', (s) => s.communeRules.findAll(['xa', 'tinh']));
      },
    ];
  });

  suite('bulletins', (both) => {
    const ids: string[] = [];
    const id = () => (ids.length === 0 ? 'khong-co' : both.pick(ids));
    const versions: string[] = [];
    const languages = ['vi', 'tay'];
    const version = (bulletinId: string): Omit<VersionRecord, 'version'> => ({
      ...{
        id: both.newId(),
        bulletinId,
        language: both.pick(languages),
        state: 'processing',
        warnings: [],
        corrections: [],
      },
      ...{ fileName: undefined, voice: undefined, parts: undefined, fault: undefined, asset: undefined },
      text: both.chance(0.7) ? `Bản tin ${both.whole(1, 9)}` : undefined,
    });
    const look = async () => {
      await both.ask('findAll', (s) => s.bulletins.findAll(ids), byId);
      await both.ask('unfinished', (s) => s.bulletins.unfinished(), byId);
      const at = instant(both);
      const sorted = async (found: Promise<Map<string, { id: string }[]>>) => [...(await found)];
      await both.ask('byIds', (s) => s.programmeBulletins.byIds(ids), byId);
      await both.ask('ofCategories', (s) => sorted(s.programmeBulletins.ofCategories('xa', ['tin'], at)));
      await both.ask('texts', (s) => s.programmeBulletins.texts(ids));
      const sought = id();
      await both.ask('communeOf', (s) => s.bulletins.communeOf(sought));
      await both.ask('findRemoved', (s) => s.bulletins.findRemoved(sought));
    };
    return [
      async () => {
        const bulletinId = both.newId();
        const first = { ...version(bulletinId), version: 1 };
        const bulletin: BulletinRecord = {
          ...{ id: bulletinId, communeId: 'xa', title: 'Bản tin', kind: 'plain', keep: both.chance(0.3) },
          ...{ important: both.chance(0.3), stationSound: both.chance(0.2), createdAt: NOW + ids.length },
          category: both.chance(0.7) ? 'tin' : undefined,
          validUntil: both.chance(0.5) ? instant(both) : undefined,
          ...{ removedAt: undefined, versions: [first] },
        };
        await both.ask('create', (s) => s.bulletins.create(bulletin));
        ids.push(bulletinId);
        versions.push(first.id);
        await look();
      },
      async () => {
        if (ids.length === 0) return;
        const added = version(id());
        await both.ask('addVersion', (s) => s.bulletins.addVersion(added));
        versions.push(added.id);
        await look();
      },
      async () => {
        if (versions.length === 0) return;
        const [key, assetId, versionId] = [both.pick(['k1', 'k2']), both.pick(ASSETS), both.pick(versions)];
        const warnings = both.some(['audio-quiet']);
        const asset = assetOf(assetId, warnings);
        await both.ask('encoded', (s) => s.bulletins.encoded(key));
        if ((await both.ask('asset', (s) => s.bulletins.asset(assetId))) === undefined)
          await both.ask('keepEncoding', (s) => s.bulletins.keepEncoding(key, asset));
        if ((await both.ask('asset', (s) => s.bulletins.asset(assetId))) !== undefined)
          await both.ask('finish', (s) => s.bulletins.finish(versionId, assetId, warnings));
        else await both.ask('fail', (s) => s.bulletins.fail(versionId, 'audio-empty'));
        await look();
      },
      async () => {
        if (ids.length === 0) return;
        const [one, language] = [id(), both.pick(languages)];
        const fields = {
          title: 'Tin mới',
          keep: both.chance(0.5),
          validUntil: both.chance(0.5) ? instant(both) : undefined,
        };
        const acts = [
          () => both.ask('change', (s) => s.bulletins.change(one, fields)),
          () => both.ask('remove', (s) => s.bulletins.remove(one, NOW)),
          () => both.ask('restore', (s) => s.bulletins.restore(one)),
          () => both.ask('removeLanguage', (s) => s.bulletins.removeLanguage(one, language, NOW)),
        ];
        await both.pick(acts)();
        await look();
      },
    ];
  });

  suite('source bulletins', (both) => {
    const externalId = () => both.pick(['n1', 'n2', 'n3']);
    const places = () =>
      [...both.some(['tinh']), 'xa'].map((communeId) => ({
        communeId,
        requested: { areaIds: [communeId], groupIds: [], clusterIds: [] },
      }));
    const source = (external: string, id: string) => ({
      ...{ id, sourceId: 'tinh', externalId: external, level: 'province' as const, title: 'Tin', language: 'vi' },
      ...{ contentHash: both.pick(['h1', 'h2']), receivedBy: person('nguon'), content: { text: 'Bản tin' } },
      rank: both.pick(['routine', 'priority', 'emergency'] as const),
      validUntil: both.chance(0.5) ? instant(both) : undefined,
      receivedAt: NOW + both.asked,
    });
    const known = () => {
      const sought = externalId();
      return both.ask('findExternal', (s) => s.sources.findExternal('tinh', sought));
    };
    return [
      async () => {
        const [given, where] = [source(externalId(), both.newId()), places()];
        await both.ask('add', (s) => s.sources.add(given, where, both.newId));
      },
      async () => {
        const record = await known();
        if (record === undefined) return;
        const given = source(record.source.externalId, record.source.id);
        const [version, where] = [both.pick([record.source.version, 99]), places()];
        await both.ask('replace', (s) => s.sources.replace(given, version, where, both.newId));
      },
      async () => {
        const record = await known();
        const at = instant(both);
        if (record !== undefined && both.chance(0.3))
          await both.ask('withdraw', (s) => s.sources.withdraw(record.source.id, at, 'thử'));
      },
      async () => {
        const record = await known();
        if (record === undefined) return;
        const delivery = both.pick(record.deliveries);
        const state = both.pick(['inbox', 'planned', 'failed', 'taken'] as const);
        const decided = both.chance(0.5) ? { by: person('can-bo'), at: NOW } : undefined;
        const next = {
          ...delivery,
          state,
          pending: both.chance(0.5),
          broadcastId: both.pick([undefined, 'b1']),
          decided,
        };
        const seen = both.chance(0.7) ? record.source : { ...record.source, version: 99 };
        await both.ask('save', (s) => s.sources.save(next, seen));
        await both.ask('find', (s) => s.sources.find(delivery.id));
        await both.ask('ofBulletin', (s) => s.sources.ofBulletin(delivery.bulletinId));
      },
      async () => {
        const [at, limit] = [instant(both), both.whole(1, 5)];
        await both.ask('pending', (s) => s.sources.pending(), byId);
        const page = await both.ask('list', (s) => s.sources.list({ communeId: 'xa', limit }));
        for (const { source, delivery } of page.slice(-1)) {
          const before = { at: source.receivedAt, id: delivery.id };
          await both.ask('the next page', (s) => s.sources.list({ communeId: 'xa', limit, before }));
        }
        await both.ask('outOfDate', async (s) => (await s.sources.outOfDate(at)).sort());
      },
    ];
  });

  suite('emergencies and silence', (both) => {
    const acts: string[] = [];
    const latches: string[] = [];
    return [
      async () => {
        const id = both.chance(0.9) ? both.newId() : (acts[0] ?? both.newId());
        const order = {
          ...{
            title: undefined,
            level: 'commune' as const,
            everyMs: 1,
            lastsMs: 1,
            gainDb: 0,
            liftIds: [],
            later: false,
          },
          requested: { areaIds: ['xa'], groupIds: [], clusterIds: [] },
        };
        const act = {
          ...{ id, communeId: 'xa', bulletinId: 'tin', broadcastId: undefined, drill: both.chance(0.3), order },
          ...{ sentBy: person('can-bo'), sentAt: NOW + both.asked, fault: undefined, justifiedBy: undefined },
          ...{ justifiedAt: undefined, reason: undefined, flaggedAt: undefined },
        };
        if (await both.ask('create', (s) => s.emergencies.create(act))) acts.push(id);
      },
      async () => {
        if (acts.length === 0) return;
        const [id, at] = [both.pick(acts), NOW + both.whole(0, 200)];
        const broadcastId = both.newId();
        await both.ask('attach', (s) => s.emergencies.attach(id, broadcastId));
        if (both.chance(0.3)) await both.ask('fail', (s) => s.emergencies.fail(id, 'bulletin-failed'));
        if (both.chance(0.5)) await both.ask('justify', (s) => s.emergencies.justify(id, person('khac'), at, 'thử'));
        await both.ask('flag', (s) => s.emergencies.flag(at, at), byId);
        await both.ask('list', (s) => s.emergencies.list(at));
        await both.ask('find', (s) => s.emergencies.find(id));
      },
      async () => {
        const times = { from: NOW, until: NOW + MINUTE, grantedAt: NOW + both.asked, revokedAt: undefined };
        const delegation = { id: both.newId(), hamletId: 'thon-1', grantedBy: 'lanh-dao', ...times };
        await both.ask('delegate', (s) => s.emergencies.delegate(delegation));
        if (both.chance(0.5)) await both.ask('revoke', (s) => s.emergencies.revoke(delegation.id, NOW));
        await both.ask('delegations', (s) => s.emergencies.delegations());
      },
      async () => {
        const id = both.chance(0.5) ? both.newId() : (latches[0] ?? both.newId());
        const liftedAt = both.chance(0.4) ? { liftedAt: NOW + both.whole(200, 400), liftedBy: 'b' } : {};
        const latch = { id, areaId: 'xa', level: 'commune' as const, since: NOW + both.whole(0, 199), reason: 'thử' };
        const given = { ...latch, ...(both.chance(0.5) && { latchedBy: both.pick(['a', 'b']) }), ...liftedAt };
        await both.ask('take', (s) => s.silence.take([given]));
        latches.push(id);
      },
      async () => {
        const at = NOW + both.whole(0, 400);
        await both.ask('list', (s) => s.silence.list(at), byId);
        await both.ask('find', (s) => s.silence.find(latches.slice(0, 3)), byId);
        const [id, count] = [both.pick([...latches, 'khong-co']), both.whole(1, 3)];
        await both.ask('remind', (s) => s.silence.remind(id, count));
        if (latches.length === 0) return;
        const latchId = both.pick(latches);
        const clusterId = both.pick(CLUSTERS);
        const said = { latchId, clusterId, ...both.pick([{ latchedAt: at }, { liftedAt: at }]) };
        await both.ask('confirm', (s) => s.silence.confirm([said]));
        const order = (each: { latchId: string; clusterId: string }) => each.latchId + each.clusterId;
        await both.ask('confirmations', (s) => s.silence.confirmations(latches), order);
      },
    ];
  });
});

function assetOf(assetId: string, warnings: string[]) {
  return { assetId, sizeBytes: 1000, durationMs: 1000, levelDbfs: -20, loudness: {}, provenance: { warnings } };
}

function scheduleOf(both: Both): Schedule {
  return {
    ...{ id: both.newId(), communeId: both.pick(['xa', 'xa', 'tinh']), version: 1, kind: 'session', name: 'Buổi sáng' },
    ...{ class: 'scheduled', level: 'commune', rank: both.chance(0.3) ? 1 : undefined, windowMs: MINUTE, gainDb: 0 },
    recurrence: { zone: 'Asia/Ho_Chi_Minh', startDate: '2026-12-01', time: '06:00', rrule: 'FREQ=DAILY' },
    programme: [{ kind: 'bulletin', bulletinId: 'tin-1' }],
    requested: { areaIds: ['xa'], groupIds: [], clusterIds: [] },
    ...{ changes: {}, paused: false, ruleReason: undefined, savedBy: 'can-bo', removedAt: undefined },
    ...{ createdAt: NOW, changedAt: NOW },
  };
}
