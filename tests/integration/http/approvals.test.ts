import type { Person } from '@loa-lang/controller/domain/people/person';
import { actingFirst } from '@loa-lang/controller/domain/people/person';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, addReadyBulletin, type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { OFFICE, person, signedIn } from '../../support/people.ts';

let databases: TestDatabases;
/** of the whole file */
let shared: HttpApp;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let bulletinId: string;
const MINUTE = 60_000;
const T0 = Date.parse('2026-12-07T15:00:00+07:00');
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
appForFile((each) => {
  shared = each;
  app = each;
});
afterEach(async () => {
  if (app !== shared) await app.stop();
});

/** The territory and a bulletin made by the station, then the people take over. */
async function start(people: readonly Person[] = OFFICE): Promise<void> {
  app.setNow(T0);
  commune = await addCommune(app);
  bulletinId = await addReadyBulletin(app, commune.communeId);
  await app.putPeople(people);
  app.publisher.forget();
}

const as = (id: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
  app.call(method, path, body, signedIn(id));
const inVietnam = (instant: number) => new Date(instant + 7 * 3600_000).toISOString().replace('Z', '+07:00');
const plan = (id: string, more: object = {}) =>
  as(id, 'POST', '/broadcasts', {
    bulletins: [{ bulletinId }],
    targets: { areaIds: [commune.communeId] },
    start: inVietnam(T0 + 120 * MINUTE),
    ...more,
  });
const decide = (id: string, approval: { id: string; bindingHash: string }, more: object = {}) =>
  as(id, 'POST', `/approvals/${approval.id}/decisions`, {
    decision: 'approve',
    bindingHash: approval.bindingHash,
    ...more,
  });
const queue = async (id: string) => (await as(id, 'GET', '/approvals')).body.approvals;
const inPlan = async () =>
  (await app.stores.documents.planContent(commune.communeId, T0)).broadcasts.map((each) => each.id);
const stateOf = async (id: string) => (await as('hoa', 'GET', `/broadcasts/${id}`)).body.state;

describe('a broadcast of an officer', () => {
  it('is in no plan until somebody else approves it, and then it is', async () => {
    await start();
    const { status, body } = await plan('hoa');
    expect([status, body.broadcast.state, body.warnings[0].code]).toEqual([201, 'awaiting', 'awaiting-approval']);
    expect(await inPlan()).toEqual([]);
    app.publisher.forget();
    const [waiting] = await queue('chu-tich');
    expect(waiting).toMatchObject({
      id: body.approvalId,
      state: 'submitted',
      mayDecide: true,
      title: 'Lịch tiêm phòng',
    });
    expect((await queue('hoa'))[0].mayDecide).toBe(false);
    expect((await decide('hoa', waiting)).body.code).toBe('not-permitted');
    expect((await decide('ky-thuat', waiting)).body.code).toBe('not-permitted');

    const approved = await decide('chu-tich', waiting);
    expect(approved.status).toBe(200);
    expect(approved.body).toMatchObject({
      approval: { state: 'approved', decision: { by: { name: 'Trần Văn Chủ' }, way: 'console' } },
      delivery: { state: 'sent' },
    });
    expect(app.publisher.plans).toEqual([commune.communeId]);
    expect([await inPlan(), await stateOf(body.broadcast.id)]).toEqual([[body.broadcast.id], 'planned']);
    // the same person presses twice
    expect((await decide('chu-tich', waiting)).status).toBe(200);
    expect((await decide('pho', waiting)).body).toMatchObject({ code: 'approval-decided' });
    expect((await decide('pho', waiting)).body.message.vi).toContain('Trần Văn Chủ');
  });

  it('its audio goes ahead of the approval, to those who would play it and to nobody else', async () => {
    await start();
    const ahead = async (planId = commune.communeId, now = T0) =>
      (await app.stores.documents.planContent(planId, now)).keepAssets.map((each) => each.assetId);
    const { broadcast } = (await plan('hoa')).body;
    const [{ assetId }] = broadcast.items;
    expect([await ahead(), app.publisher.plans]).toEqual([[assetId], [commune.communeId]]);
    const [hamletId = ''] = commune.hamletIds;
    expect(await ahead(hamletId)).toEqual([]);
    // its time passes, or it is far away, or it is returned: nothing is kept ready for it
    expect(await ahead(commune.communeId, T0 + 121 * MINUTE)).toEqual([]);
    expect(await ahead(commune.communeId, T0 - 23 * 60 * MINUTE)).toEqual([]);
    await decide('pho', (await queue('pho'))[0], { decision: 'return', reason: 'sai giờ' });
    expect(await ahead()).toEqual([]);
    await plan('hoa', { start: 'now', targets: { areaIds: [hamletId] } });
    expect([await ahead(), await ahead(hamletId)]).toEqual([[], [assetId]]);
    expect(await ahead(hamletId, T0 + 25 * 60 * MINUTE)).toEqual([]);
  });

  it('a draft goes ahead once an officer has submitted it', async () => {
    await start();
    const [hamletId = ''] = commune.hamletIds;
    await app.putPeople([...OFFICE, person('truong-thon', 'Lý Trưởng', ['hamlet-head'], { areaIds: [hamletId] })]);
    const { approvalId } = (await plan('truong-thon', { targets: { areaIds: [hamletId] } })).body;
    const ahead = async () => (await app.stores.documents.planContent(hamletId, T0)).keepAssets.length;
    expect(await ahead()).toBe(0);
    app.publisher.forget();
    await as('hoa', 'POST', `/approvals/${approvalId}/submit`);
    expect([await ahead(), app.publisher.plans]).toEqual([1, [hamletId]]);
  });

  it('that is returned says why, stays out of every plan, and comes again as a new version', async () => {
    await start();
    const first = (await plan('hoa')).body;
    const [waiting] = await queue('pho');
    expect((await decide('pho', waiting, { decision: 'return' })).body.code).toBe('approval-reason-missing');
    const returned = await decide('pho', waiting, { decision: 'return', reason: ' Thiếu ngày tiêm ' });
    expect(returned.body.approval).toMatchObject({ state: 'returned', decision: { reason: 'Thiếu ngày tiêm' } });
    const { id } = first.broadcast;
    expect([await stateOf(id), await inPlan()]).toEqual(['returned', []]);
    const again = await as('hoa', 'PUT', `/broadcasts/${id}`, {
      bulletins: [{ bulletinId }],
      targets: { areaIds: [commune.communeId] },
      start: inVietnam(T0 + 130 * MINUTE),
    });
    expect(again.body.broadcast).toMatchObject({ id, version: 2, state: 'awaiting' });
    const [second] = await queue('pho');
    expect(second).toMatchObject({ subjectVersion: 2, subjectId: id });
    expect(second.bindingHash).not.toBe(waiting.bindingHash);
    // an approver who still looks at the first version approves nothing
    expect((await decide('pho', waiting)).body.code).toBe('approval-closed');
    expect((await decide('pho', { id: second.id, bindingHash: waiting.bindingHash })).body.code).toBe(
      'approval-changed',
    );
    expect((await decide('pho', second)).status).toBe(200);
    expect(await stateOf(id)).toBe('planned');
  });

  it('an approved one that is changed is taken out of the plan until it is approved again', async () => {
    await start();
    const { id } = (await plan('hoa')).body.broadcast;
    await decide('pho', (await queue('pho'))[0]);
    app.publisher.forget();
    const changed = await as('hoa', 'PUT', `/broadcasts/${id}`, {
      bulletins: [{ bulletinId }],
      targets: { areaIds: [commune.hamletIds[0]] },
      start: inVietnam(T0 + 120 * MINUTE),
    });
    expect(changed.body.broadcast.state).toBe('awaiting');
    expect(app.publisher.plans).toContain(commune.communeId);
    expect(await inPlan()).toEqual([]);
    app.setNow(T0 + 121 * MINUTE);
    await decide('pho', (await queue('pho'))[0], { start: 'now' });
    app.setNow(T0 + 125 * MINUTE);
    const late = await as('hoa', 'PUT', `/broadcasts/${id}`, {
      bulletins: [{ bulletinId }],
      targets: { areaIds: [commune.communeId] },
      start: inVietnam(T0 + 180 * MINUTE),
    });
    expect(late.body.code).toBe('broadcast-begun');
  });

  it('not approved at its time is skipped and waits for nobody; it can still be approved for another time', async () => {
    await start();
    const { id } = (await plan('hoa')).body.broadcast;
    const [waiting] = await queue('pho');
    app.setNow(T0 + 120 * MINUTE);
    expect([await stateOf(id), await inPlan()]).toEqual(['not-approved', []]);
    const coverage = (await as('hoa', 'GET', `/broadcasts/${id}/coverage`)).body;
    expect(coverage).toMatchObject({ state: 'not-approved', complete: true, clustersTotal: 0, householdsTotal: 240 });
    expect((await decide('pho', waiting)).body.code).toBe('approval-too-late');
    expect((await decide('pho', waiting, { start: inVietnam(T0) })).body.code).toBe('start-in-past');
    const moved = await decide('pho', waiting, { start: inVietnam(T0 + 180 * MINUTE) });
    expect(moved.body.approval).toMatchObject({ state: 'approved', binding: { once: '2026-12-07T18:00:00+07:00' } });
    expect((await as('hoa', 'GET', `/broadcasts/${id}`)).body).toMatchObject({
      state: 'planned',
      startAt: '2026-12-07T18:00:00+07:00',
      endsAt: '2026-12-07T18:15:20+07:00',
      version: 2,
    });
    expect(await inPlan()).toEqual([id]);
  });

  it('"now" is when it is approved, and repeats as often as it was to', async () => {
    await start();
    const repeat = { everyMs: 10 * MINUTE, until: inVietnam(T0 + 60 * MINUTE) };
    const { id } = (await plan('hoa', { start: 'now', repeat })).body.broadcast;
    app.setNow(T0 + 30 * MINUTE);
    expect(await stateOf(id)).toBe('awaiting');
    expect((await decide('pho', (await queue('pho'))[0])).status).toBe(200);
    const { body } = await as('hoa', 'GET', `/broadcasts/${id}`);
    expect(Date.parse(body.startAt)).toBe(T0 + 30 * MINUTE + 300);
    expect(Date.parse(body.repeat.until) - (T0 + 90 * MINUTE)).toBeLessThanOrEqual(5000);
    expect(await inPlan()).toEqual([id]);
  });

  it('a bulletin that ran out meanwhile is not approved', async () => {
    await start();
    await plan('hoa');
    await as('hoa', 'GET', '/bulletins');
    await app.stores.bulletins.change(bulletinId, { validUntil: T0 + 60 * MINUTE });
    expect((await decide('pho', (await queue('pho'))[0])).body.code).toBe('bulletin-expired');
  });

  it('an emergency sent as an ordinary broadcast waits like any other, and is told so', async () => {
    await start();
    const { body } = await plan('hoa', { class: 'emergency' });
    expect(body.broadcast.state).toBe('awaiting');
    expect(body.warnings.map((each: { code: string }) => each.code)).toEqual(['awaiting-approval', 'emergency-waits']);
    const first = await app.useCases.planning.plan(
      {
        communeId: undefined,
        title: 'Vỡ đê',
        bulletins: [{ bulletinId, readings: 3 }],
        requested: { areaIds: [commune.communeId], groupIds: [], clusterIds: [] },
        start: 'now',
        class: 'emergency',
        level: 'commune',
        rank: undefined,
        onInterrupted: 'restart',
        gainDb: 0,
      },
      actingFirst({ personId: 'hoa', name: 'Nguyễn Thị Hoa' }),
    );
    expect([first.state, await inPlan()]).toEqual(['planned', [first.broadcast.id]]);
  });

  it('a removal of its bulletin names what waits, and not what was skipped', async () => {
    await start();
    await plan('hoa');
    const remove = () => as('hoa', 'DELETE', `/bulletins/${bulletinId}`);
    expect((await remove()).body.uses).toMatchObject([{ state: 'awaiting' }]);
    app.setNow(T0 + 120 * MINUTE);
    expect((await remove()).body).toMatchObject({ removed: bulletinId, uses: [] });
  });

  it('cancelled while it waits, it waits no more', async () => {
    await start();
    const { id } = (await plan('hoa')).body.broadcast;
    const [waiting] = await queue('pho');
    expect((await as('hoa', 'POST', `/broadcasts/${id}/cancel`)).body.broadcast.state).toBe('cancelled');
    expect(await queue('pho')).toEqual([]);
    expect((await decide('pho', waiting)).body.code).toBe('approval-closed');
    expect(await inPlan()).toEqual([]);
  });
});

describe('several at once', () => {
  it('approve and return by many: exactly one decision, and the plan follows it', async () => {
    const many = Array.from({ length: 6 }, (_, n) => person(`a${n}`, `Người duyệt ${n}`, ['approver']));
    await start([...OFFICE, ...many]);
    let [approved, returned] = [0, 0];
    for (let round = 0; round < 5; round++) {
      const { id } = (await plan('hoa')).body.broadcast;
      const [waiting] = await queue('pho');
      const answers = await Promise.all(
        many.map(({ id: who }, n) =>
          n % 2 === 0 ? decide(who, waiting) : decide(who, waiting, { decision: 'return', reason: 'sai' }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ body }) => body.code === 'approval-decided')).toHaveLength(5);
      const state = await stateOf(id);
      expect((await inPlan()).includes(id)).toBe(state === 'planned');
      if (state === 'planned') approved += 1;
      else returned += 1;
    }
    console.log(`5 races of 6: ${approved} approved, ${returned} returned`);
  });

  it('approve and change: what is planned is what was approved', async () => {
    await start();
    const outcomes: string[] = [];
    for (let round = 0; round < 8; round++) {
      const { id } = (await plan('hoa')).body.broadcast;
      const [waiting] = await queue('pho');
      const change = {
        bulletins: [{ bulletinId }],
        targets: { areaIds: [commune.hamletIds[round % 2]] },
        start: inVietnam(T0 + 120 * MINUTE),
      };
      const [decided, changed] = await Promise.all([
        decide('pho', waiting),
        as('hoa', 'PUT', `/broadcasts/${id}`, change),
      ]);
      const { body } = await as('hoa', 'GET', `/broadcasts/${id}`);
      const effective = await app.useCases.approvals.effective('broadcast', id);
      expect(effective.map(({ targets }) => targets)).toEqual(body.state === 'planned' ? [body.targets] : []);
      expect((await inPlan()).includes(id)).toBe(body.state === 'planned');
      expect([decided.status, changed.status]).toContain(200);
      outcomes.push(body.state);
    }
    console.log(`8 races of approval and change: ${outcomes.join(' ')}`);
  });

  it('approve and cancel: whichever was first, nothing cancelled is planned', async () => {
    await start();
    for (let round = 0; round < 5; round++) {
      const { id } = (await plan('hoa')).body.broadcast;
      const [waiting] = await queue('pho');
      await Promise.all([decide('pho', waiting), as('hoa', 'POST', `/broadcasts/${id}/cancel`)]);
      expect(await stateOf(id)).toBe('cancelled');
      expect(await queue('pho')).toEqual([]);
    }
  });
});

describe('who approves', () => {
  it('nobody the own, unless the commune allows it', async () => {
    await start();
    const own = (await plan('pho')).body;
    expect(own.broadcast.state).toBe('awaiting');
    const [waiting] = await queue('pho');
    expect([waiting.mayDecide, (await decide('pho', waiting)).body.code]).toEqual([false, 'self-approval']);
    const settings = `/approvals/settings?communeId=${commune.communeId}`;
    expect((await as('hoa', 'PUT', settings, { selfApproval: true })).body.code).toBe('not-permitted');
    expect((await as('pho', 'PUT', settings, { selfApproval: true })).body).toEqual({ selfApproval: true });
    const { broadcast } = (await plan('pho')).body;
    expect(broadcast.state).toBe('planned');
    expect(await inPlan()).toEqual([broadcast.id]);
  });

  it('nobody for places of another commune, whatever commune it is filed in', async () => {
    await start();
    const { provinceId, communeId, hamletIds } = commune;
    await app.putPeople([]);
    const other = (await app.call('POST', '/areas', { kind: 'commune', name: 'Xã khác', parentId: provinceId })).body
      .area.id;
    const officer = person('hoa', 'Hoa', ['officer'], { areaIds: [communeId, other] });
    const elsewhere = person('khac', 'Khác', ['approver'], { areaIds: [other] });
    await app.putPeople([officer, elsewhere, person('pho', 'Phó', ['approver'], { areaIds: [communeId] })]);
    expect((await plan('hoa', { communeId: other })).body.code).toBe('not-permitted');
    const { body } = await plan('hoa', { targets: { areaIds: [hamletIds[0]] } });
    expect(body.broadcast.communeId).toBe(communeId);
    expect(await queue('khac')).toEqual([]);
    expect((await decide('khac', (await queue('pho'))[0])).body.code).toBe('approval-unknown');
    expect((await decide('pho', (await queue('pho'))[0])).status).toBe(200);
  });

  it('a deputy in the own name, for as long as it was given; what waited is shown', async () => {
    await start([...OFFICE, person('thay', 'Vũ Văn Thay', ['officer'])]);
    await plan('hoa');
    expect((await queue('thay'))[0].mayDecide).toBe(false);
    const given = {
      toPersonId: 'thay',
      startsAt: inVietnam(T0),
      endsAt: inVietnam(T0 + 60 * MINUTE),
      note: 'QĐ 12/QĐ-UBND',
    };
    expect((await as('hoa', 'POST', '/delegations', given)).body.code).toBe('not-permitted');
    expect((await as('thay', 'POST', '/delegations', { ...given, toPersonId: 'chu-tich' })).body.code).toBe(
      'not-permitted',
    );
    const bad = { ...given, endsAt: given.startsAt };
    expect((await as('chu-tich', 'POST', '/delegations', bad)).body.code).toBe('delegation-times');
    const { status, body } = await as('chu-tich', 'POST', '/delegations', given);
    expect([status, body.running]).toEqual([201, true]);
    const [waiting] = await queue('thay');
    expect(waiting).toMatchObject({ mayDecide: true, onBehalfOf: { name: 'Trần Văn Chủ' } });
    expect((await as('thay', 'GET', '/people/me')).body.standsInFor).toEqual([
      { personId: 'chu-tich', name: 'Trần Văn Chủ' },
    ]);
    const decided = await decide('thay', waiting);
    expect(decided.body.approval.decision).toMatchObject({
      by: { name: 'Vũ Văn Thay' },
      onBehalfOf: { name: 'Trần Văn Chủ' },
    });
    // the deputy's own submission is not approved by the deputy
    await plan('thay');
    expect((await decide('thay', (await queue('thay'))[0])).body.code).toBe('self-approval');
    await plan('hoa');
    app.setNow(T0 + 60 * MINUTE);
    expect((await decide('thay', (await queue('thay'))[0])).body.code).toBe('not-permitted');
    expect((await as('hoa', 'DELETE', `/delegations/${body.id}`)).body.code).toBe('delegation-unknown');
    expect((await as('chu-tich', 'DELETE', `/delegations/${body.id}`)).status).toBe(200);
  });

  it('a hamlet head drafts for the own hamlet, the officer submits it', async () => {
    await start();
    const head = person('truong-thon', 'Ngô Trưởng Thôn', ['hamlet-head'], { areaIds: [commune.hamletIds[0] ?? ''] });
    await app.putPeople([...OFFICE, head]);
    expect((await plan('truong-thon')).body.code).toBe('not-permitted');
    const { body } = await plan('truong-thon', { targets: { areaIds: [commune.hamletIds[0]] } });
    expect([body.broadcast.state, body.warnings[0].code]).toEqual(['awaiting', 'awaiting-submission']);
    expect(await queue('pho')).toEqual([]);
    expect((await as('truong-thon', 'POST', `/approvals/${body.approvalId}/submit`)).body.code).toBe('not-permitted');
    expect((await as('hoa', 'POST', `/approvals/${body.approvalId}/submit`)).body.state).toBe('submitted');
    expect((await decide('pho', (await queue('pho'))[0])).status).toBe(200);
    expect(await inPlan()).toEqual([]);
    const content = await app.stores.documents.planContent(commune.hamletIds[0] ?? '', T0);
    expect(content.broadcasts).toHaveLength(1);
  });

  it('a hamlet head changes the own draft, and nothing that others have approved', async () => {
    await start();
    const [own = ''] = commune.hamletIds;
    const head = person('truong-thon', 'Lý Trưởng', ['hamlet-head'], { areaIds: [own] });
    await app.putPeople([...OFFICE, head]);
    const body = { bulletins: [{ bulletinId }], targets: { areaIds: [own] }, start: inVietnam(T0 + 120 * MINUTE) };
    const mine = (await as('truong-thon', 'POST', '/broadcasts', body)).body.broadcast;
    expect(mine.level).toBe('hamlet');
    const moved = { ...body, start: inVietnam(T0 + 130 * MINUTE) };
    expect((await as('truong-thon', 'PUT', `/broadcasts/${mine.id}`, moved)).status).toBe(200);
    const officers = (await plan('hoa', { targets: { areaIds: [own] } })).body.broadcast;
    for (const settle of [async () => undefined, async () => decide('pho', (await queue('pho'))[0])]) {
      await settle();
      const answer = await as('truong-thon', 'PUT', `/broadcasts/${officers.id}`, moved);
      expect([answer.status, answer.body.code]).toEqual([403, 'not-permitted']);
    }
    expect(await stateOf(officers.id)).toBe('planned');
  });

  it('a hamlet head writes for a hamlet that a neighbour’s pole serves, and not for the neighbour', async () => {
    await start();
    const [first = '', , unserved = ''] = commune.hamletIds;
    const services = [first, unserved].map((hamletId) => ({ hamletId, households: 20 }));
    const head = person('truong-thon', 'Lý Trưởng', ['hamlet-head'], { areaIds: [unserved] });
    await app.putPeople([...OFFICE, head]);
    const asTechnician = { hamletId: first, code: '04', name: 'Giữa hai thôn', services };
    const pole = (await as('ky-thuat', 'POST', '/clusters', asTechnician)).body.cluster;
    const write = (targets: object) =>
      as('truong-thon', 'POST', '/broadcasts', {
        ...{ bulletins: [{ bulletinId }], targets, start: inVietnam(T0 + 120 * MINUTE) },
      });
    expect((await write({ areaIds: [unserved] })).body.broadcast).toMatchObject({ state: 'awaiting', clusters: 1 });
    expect((await write({ clusterIds: [pole.id] })).body.code).toBe('not-permitted');
    expect((await write({ areaIds: [first] })).body.code).toBe('not-permitted');
  });

  it('nobody speaks at a level above the own', async () => {
    await start([...OFFICE, person('tinh', 'Đài tỉnh', ['province-administrator'])]);
    const urgent = { class: 'emergency', level: 'province' };
    expect((await plan('hoa', urgent)).body.code).toBe('not-allowed');
    expect((await plan('hoa')).body.broadcast.level).toBe('commune');
    expect((await plan('tinh', urgent)).body.broadcast.level).toBe('province');
    expect((await plan('tinh', { ...urgent, level: 'central' })).body.code).toBe('not-allowed');
    const { id } = (await plan('hoa')).body.broadcast;
    const raised = {
      ...{ bulletins: [{ bulletinId }], targets: { areaIds: [commune.communeId] }, level: 'central' },
      start: inVietnam(T0 + 120 * MINUTE),
    };
    expect((await as('hoa', 'PUT', `/broadcasts/${id}`, raised)).body.code).toBe('not-allowed');
  });

  it('warns of offices that nobody holds, in the API and as an incident, until somebody does', async () => {
    await start([person('hoa', 'Hoa', ['officer'], { areaIds: ['khong-co'] }), person('x', 'X', ['technician'])]);
    const codes = async () =>
      (await as('x', 'GET', '/approvals/warnings')).body.warnings.map((each: { code: string }) => each.code);
    expect(await codes()).toEqual(['role-vacant', 'role-vacant', 'person-area-unknown']);
    await app.useCases.approvalUpkeep.look();
    await app.useCases.approvalUpkeep.look();
    const incidents = async () => (await as('x', 'GET', '/incidents')).body.incidents;
    expect(await incidents()).toMatchObject([
      { kind: 'role-vacant', count: 1 },
      { kind: 'role-vacant', count: 1 },
    ]);
    await app.putPeople([...OFFICE, person('x', 'X', ['technician'])]);
    await app.useCases.approvalUpkeep.look();
    expect([await codes(), await incidents()]).toEqual([[], []]);
  });
});

describe('approved outside the system', () => {
  const said = (approval: { bindingHash: string }, more: object = {}) => ({
    approverId: 'chu-tich',
    bindingHash: approval.bindingHash,
    saidAt: inVietnam(T0 - 5 * MINUTE),
    note: 'Gọi điện 14:55',
    ...more,
  });
  const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
  const photo = (id: string, bytes: Buffer, type = 'image/jpeg') =>
    app.server.inject({
      method: 'PUT',
      url: `/api/v1/approvals/${id}/photo`,
      headers: { host: 'localhost', 'content-type': type, ...signedIn('hoa') },
      payload: bytes,
    });

  it('counts at once, carries a photo, and is flagged until its approver confirms it', async () => {
    await start();
    const { id } = (await plan('hoa')).body.broadcast;
    const [waiting] = await queue('hoa');
    const path = `/approvals/${waiting.id}`;
    expect((await as('hoa', 'POST', `${path}/outside`, said(waiting, { approverId: 'ky-thuat' }))).body.code).toBe(
      'approver-unknown',
    );
    const tomorrow = inVietnam(T0 + 24 * 60 * MINUTE);
    expect((await as('hoa', 'POST', `${path}/outside`, said(waiting, { saidAt: tomorrow }))).body.code).toBe(
      'approval-said-later',
    );
    expect((await as('ky-thuat', 'POST', `${path}/outside`, said(waiting))).body.code).toBe('not-permitted');
    const recorded = await as('hoa', 'POST', `${path}/outside`, said(waiting));
    expect(recorded.body.approval).toMatchObject({
      state: 'approved',
      decision: { by: { personId: 'chu-tich' }, way: 'outside' },
      outside: { recordedBy: { personId: 'hoa' }, hasPhoto: false, flagged: false, note: 'Gọi điện 14:55' },
    });
    expect([await stateOf(id), await inPlan()]).toEqual(['planned', [id]]);

    expect((await photo(waiting.id, Buffer.from('<svg onload=alert(1)>'))).json().code).toBe('photo-unusable');
    expect((await photo(waiting.id, Buffer.alloc(5 * 1024 * 1024 + 1, JPEG))).json().code).toBe('photo-too-large');
    expect((await photo(waiting.id, JPEG, 'text/html')).statusCode).toBe(415);
    expect((await photo(waiting.id, JPEG, 'image/png')).json().outside.hasPhoto).toBe(true);
    const kept = await app.server.inject({
      url: `/api/v1${path}/photo`,
      headers: { host: 'localhost', ...signedIn('pho') },
    });
    expect([kept.headers['content-type'], kept.rawPayload]).toEqual(['image/jpeg', JPEG]);
    expect(kept.headers['content-disposition']).toBe(`inline; filename="phe-duyet-${waiting.id}.jpeg"`);
    expect([kept.headers['x-content-type-options'], kept.headers['cache-control']]).toEqual(['nosniff', 'no-store']);

    app.setNow(T0 + 24 * 60 * MINUTE);
    await app.useCases.approvalUpkeep.look();
    const flagged = async () => (await as('hoa', 'GET', path)).body.outside.flagged;
    const incidents = async () => (await as('hoa', 'GET', '/incidents')).body.incidents;
    expect([await flagged(), (await incidents())[0].kind]).toEqual([true, 'approval-unconfirmed']);
    expect(await app.useCases.approvals.effective('broadcast', id)).toEqual([]);
    expect((await as('pho', 'POST', `${path}/confirm`)).body.code).toBe('approval-nothing-to-confirm');
    expect((await as('chu-tich', 'POST', `${path}/confirm`)).body.outside.flagged).toBe(false);
    expect([await flagged(), await incidents()]).toEqual([false, []]);
    expect(await app.useCases.approvals.effective('broadcast', id)).toHaveLength(1);
  });
});

describe('reminders', () => {
  it('come an hour and a quarter before, then to the deputy, each once however often one looks', async () => {
    await start();
    const { approvalId } = (await plan('hoa')).body;
    const look = async (minutesBefore: number) => {
      app.setNow(T0 + (120 - minutesBefore) * MINUTE);
      await Promise.all([app.useCases.approvalUpkeep.look(), app.useCases.approvalUpkeep.look()]);
      const { reminders } = (await as('hoa', 'GET', `/approvals/${approvalId}`)).body;
      return reminders.map(({ kind, personId }: Record<string, string>) => `${kind} ${personId}`);
    };
    expect(await look(61)).toEqual([]);
    const hour = ['hour-before chu-tich', 'hour-before pho'];
    expect((await look(60)).sort()).toEqual(hour);
    const [told] = (await as('hoa', 'GET', `/approvals/${approvalId}`)).body.reminders;
    expect(told.messages.email.text).toMatch(/Kính gửi (Trần Văn Chủ|Lê Thị Phó),[\s\S]*Mở hệ thống để nghe/);
    expect(told.messages.sms).toMatchObject({ encoding: 'gsm', parts: 1 });
    expect((await look(59)).sort()).toEqual(hour);
    const quarter = [...hour, 'quarter-before chu-tich', 'quarter-before pho'];
    expect((await look(15)).sort()).toEqual(quarter);
    expect((await look(10)).sort()).toEqual(['deputy pho', ...quarter]);
    expect(await look(0)).toHaveLength(5);
  });
});

describe('a schedule', () => {
  const submission = (assets: string[], rule = 'FREQ=DAILY') => ({
    communeId: commune.communeId,
    subjectKind: 'schedule' as const,
    subjectId: 's1',
    title: 'Buổi sáng',
    binding: { assets, targets: { areaIds: [commune.communeId], groupIds: [], clusterIds: [] }, times: { rule } },
    startAt: T0 + 120 * MINUTE,
  });
  const hoa = {
    kind: 'person' as const,
    personId: 'hoa',
    name: 'Hoa',
    roles: ['officer'] as const,
    areaIds: 'everywhere' as const,
  };

  it('keeps what was approved until its next version is, and tells who listens', async () => {
    await start();
    const { approvals } = app.useCases;
    const heard: string[] = [];
    approvals.onDecided((request) => void heard.push(`${request.subjectVersion} ${request.state}`));
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const first = await approvals.submit(submission([a, b]), hoa);
    expect([first.state, await approvals.effective('schedule', 's1')]).toEqual(['submitted', []]);
    expect((await approvals.submit(submission([b, a]), hoa)).id).toBe(first.id);
    await decide('pho', first);
    expect(await approvals.effective('schedule', 's1')).toHaveLength(1);
    const second = await approvals.submit(submission([a, 'c'.repeat(64)]), hoa);
    expect([second.subjectVersion, (await approvals.effective('schedule', 's1'))[0]?.assets]).toEqual([2, [a, b]]);
    const third = await approvals.submit(submission([a], 'FREQ=WEEKLY'), hoa);
    expect((await decide('pho', second)).body.code).toBe('approval-closed');
    expect((await decide('pho', third, { start: 'now' })).body.code).toBe('approval-time-fixed');
    await decide('pho', third);
    expect(await approvals.effective('schedule', 's1')).toMatchObject([{ times: { rule: 'FREQ=WEEKLY' } }]);
    expect(heard).toEqual(['1 approved', '3 approved']);
    await approvals.archive('schedule', 's1');
    expect(await approvals.effective('schedule', 's1')).toEqual([]);
  });

  it('submitted by many at once leaves one that waits', async () => {
    await start();
    const { approvals } = app.useCases;
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, n) => approvals.submit(submission([`${n}`.repeat(64)]), hoa)),
    );
    expect(made.map((each) => each.subjectVersion).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await queue('pho')).map((each: { subjectVersion: number }) => each.subjectVersion)).toEqual([8]);
  });
});

describe('routes', () => {
  it('each asks for its right; somebody without it is refused before anything is looked at', async () => {
    await start();
    const source = person('nguon', 'Nguồn', ['source']);
    const head = person('thon', 'Thôn', ['hamlet-head'], { areaIds: [commune.hamletIds[0] ?? ''] });
    const other = person('xa-khac', 'Xã khác', ['officer', 'technician'], { areaIds: ['khac'] });
    await app.putPeople([...OFFICE, source, head, other]);
    const codes = async (id: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) =>
      (await as(id, method, path, body)).body?.code ?? 'ok';
    const { communeId, hamletIds, clusterIds } = commune;
    const { broadcast } = (await plan('hoa')).body;
    const words = { communeId, text: 'Xin chào' };
    for (const [id, method, path, body, expected] of [
      ['nguon', 'GET', '/areas', undefined, 'not-permitted'],
      ['nguon', 'GET', '/people/me', undefined, 'ok'],
      ['hoa', 'GET', '/areas', undefined, 'ok'],
      ['hoa', 'POST', '/areas', { kind: 'province', name: 'X' }, 'not-permitted'],
      ['ky-thuat', 'POST', '/areas', { kind: 'province', name: 'X' }, 'ok'],
      ['other', 'GET', '/areas', undefined, 'session-missing'],
      ['xa-khac', 'POST', '/areas', { kind: 'hamlet', name: 'X', parentId: communeId }, 'not-permitted'],
      ['xa-khac', 'POST', '/clusters', { hamletId: hamletIds[0], code: 'z', name: 'z', services: [] }, 'not-permitted'],
      ['xa-khac', 'POST', `/broadcasts/${broadcast.id}/cancel`, undefined, 'broadcast-unknown'],
      ['xa-khac', 'POST', '/bulletins', words, 'not-permitted'],
      ['ky-thuat', 'POST', '/bulletins', words, 'not-permitted'],
      ['thon', 'POST', '/bulletins', words, 'ok'],
      [
        'thon',
        'POST',
        '/broadcasts',
        { bulletins: [{ bulletinId }], targets: { clusterIds: [clusterIds[2]] }, start: 'now' },
        'targets-unknown',
      ],
      [
        'thon',
        'PUT',
        `/broadcasts/${broadcast.id}`,
        { bulletins: [{ bulletinId }], targets: { areaIds: [hamletIds[0]] }, start: 'now' },
        'not-permitted',
      ],
      ['thon', 'POST', `/broadcasts/${broadcast.id}/cancel`, undefined, 'not-permitted'],
      ['hoa', 'GET', '/devices/d/provisioning', undefined, 'not-permitted'],
    ] as const) {
      expect(await codes(id, method, path, body), `${id} ${method} ${path}`).toBe(expected);
    }
    const refused = await as('xa-khac', 'POST', '/bulletins', words);
    expect([refused.status, refused.body.message.vi]).toEqual([403, expect.stringContaining('Xã khác')]);
    const metadata = `communeId ${Buffer.from(communeId).toString('base64')},filename eC5tcDM=`;
    const pieces = { 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': metadata };
    const created = await app.call('POST', '/bulletins/uploads', undefined, { ...pieces, ...signedIn('xa-khac') });
    expect(created.body.code).toBe('not-permitted');
  });

  it('the bearer of API_TOKEN provisions and airs nothing, once people are on record', async () => {
    const url = await databases.fresh();
    app = await startHttpApp(url, { apiToken: 'ma-quan-tri-rat-dai' });
    const operator = { authorization: 'Bearer ma-quan-tri-rat-dai' };
    expect((await app.call('GET', '/people/me', undefined, operator)).body.kind).toBe('station');
    await app.putPeople(OFFICE);
    expect((await app.call('GET', '/people/me', undefined, operator)).body.kind).toBe('operator');
    expect((await app.call('POST', '/areas', { kind: 'province', name: 'X' }, operator)).status).toBe(201);
    const body = { bulletins: [{ bulletinId: 'b' }], targets: {}, start: 'now' };
    expect((await app.call('POST', '/broadcasts', body, operator)).body.code).toBe('not-permitted');
    expect((await app.call('GET', '/areas')).status).toBe(401);
  });
});

describe('without people', () => {
  it('the station plans, and the record says that nobody is on record as approver', async () => {
    await start([]);
    const { body } = await app.call('POST', '/broadcasts', {
      bulletins: [{ bulletinId }],
      targets: { areaIds: [commune.communeId] },
      start: 'now',
    });
    expect([body.broadcast.state, body.approvalId]).toEqual(['planned', undefined]);
    const { approvals } = (await app.call('GET', `/approvals?subjectId=${body.broadcast.id}`)).body;
    expect(approvals).toMatchObject([
      { state: 'approved', decision: { way: 'own', reason: 'trial: nobody is on record as approver' } },
    ]);
    expect((await app.call('GET', '/people/me')).body).toMatchObject({ kind: 'station', areaIds: 'everywhere' });
  });
});
