/** Approve, and the controller is killed in the middle of it: one decision or none, never half of one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { connect } from '@loa-lang/controller/adapters/postgres/database';
import { storesOn } from '@loa-lang/controller/compose/stores';
import type { Person } from '@loa-lang/controller/domain/people/person';
import { subjects } from '@loa-lang/schemas/wire/topics';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { eventually, sleep } from '../support/eventually.ts';
import { person, putPeople, signedIn } from '../support/people.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { ControllerProcess } from '../support/world/controller-process.ts';

const ROUNDS = 6;
const PATIENCE_MS = 300_000;
const OFFICER = person('hoa', 'Hoa', ['officer', 'technician']);
const APPROVERS = ['mot', 'hai'].map((id) => person(id, id, ['approver']));

let databases: TestDatabases;
let databaseUrl: string;
let controller: ControllerProcess;
let folder: string;
/** As another controller on the same database does it. */
async function put(people: readonly Person[]): Promise<void> {
  const database = connect(databaseUrl);
  await putPeople(storesOn(database), database, people);
  await database.$disconnect();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-approval-'));
  databases = await startTestDatabases();
  databaseUrl = await databases.fresh();
  await put([OFFICER]);
  const env = { DATABASE_URL: databaseUrl };
  controller = await ControllerProcess.start({ dataDir: join(folder, 'data'), env });
}, PATIENCE_MS);
afterAll(async () => {
  await controller?.stop();
  await databases?.stop();
  await rm(folder, { recursive: true, force: true });
}, PATIENCE_MS);

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into by the test, which fails where they differ
  body: any;
}
async function call(who: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${controller.httpUrl}/api/v1${path}`, {
    method,
    headers: { ...signedIn(who), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

/** Ids in the plan that was last signed for this area. */
async function planned(areaId: string): Promise<string[]> {
  const sql = 'SELECT bytes FROM signed_document WHERE subject = $1';
  const [row] = await databases.query(databaseUrl, sql, [subjects.plan(areaId)]);
  const [header = '', payload = ''] = (row?.bytes as Buffer | undefined)?.toString().split('.') ?? [];
  if (payload === '') return [];
  const bytes = Buffer.from(payload, 'base64url');
  const isDeflated = JSON.parse(Buffer.from(header, 'base64url').toString()).zip !== undefined;
  const { broadcasts } = JSON.parse((isDeflated ? inflateRawSync(bytes) : bytes).toString());
  return broadcasts.map((each: { id: string }) => each.id);
}

async function untilDecided(requestId: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const sql = "SELECT 1 FROM approval_request WHERE id = $1 AND state <> 'submitted'";
  for (let looks = 0; looks < 20_000; looks++) {
    if ((await client.query(sql, [requestId])).rowCount === 1) break;
  }
  await client.end();
}

it(
  'killed while deciding: exactly one decision, and the plan follows',
  async () => {
    const area = async (body: object) => (await call('hoa', 'POST', '/areas', body)).body.area.id as string;
    const communeId = await area({ kind: 'commune', name: 'Xã', trial: true });
    const hamletId = await area({ kind: 'hamlet', name: 'Thôn', parentId: communeId, households: 10 });
    const services = [{ hamletId, households: 10 }];
    await call('hoa', 'POST', '/clusters', { hamletId, code: '01', name: 'Cụm 01', services });
    const made = (await call('hoa', 'POST', '/bulletins', { communeId, text: 'Mời bà con đi họp.' })).body;
    const state = async () => (await call('hoa', 'GET', `/bulletins/${made.id}`)).body.state;
    await eventually('the bulletin is made', async () => (await state()) === 'ready', 110_000);

    // approvers come on record while it runs
    expect((await call('mot', 'GET', '/people/me')).status).toBe(401);
    await put([OFFICER, ...APPROVERS]);
    expect((await call('mot', 'GET', '/people/me')).status).toBe(200);
    const listed = async () => (await call('hoa', 'GET', '/people')).body.people.length;
    await eventually('they are offered in lists', async () => (await listed()) === 3);

    const random = seededRandom(4);
    const told: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const start = new Date(Date.now() + 3600_000).toISOString();
      const bulletins = [{ bulletinId: made.id }];
      const plan = await call('hoa', 'POST', '/broadcasts', { bulletins, targets: { areaIds: [communeId] }, start });
      expect(plan.body.broadcast.state).toBe('awaiting');
      const { id } = plan.body.broadcast;
      const path = `/approvals/${plan.body.approvalId}`;
      const { bindingHash } = (await call('mot', 'GET', path)).body;
      const decide = (who: string, more: object) => call(who, 'POST', `${path}/decisions`, { bindingHash, ...more });
      const answers = [
        decide('mot', { decision: 'approve' }),
        decide('hai', { decision: 'return', reason: 'sai' }),
      ].map((answer) => answer.catch(() => undefined));
      // every other time at the moment when the decision is stored and nothing has followed from it yet
      if (round % 2 === 0) await untilDecided(plan.body.approvalId);
      else await sleep(random() * 300);
      await controller.kill();
      const heard = (await Promise.all(answers)).find((answer) => answer?.status === 200)?.body.approval.state;
      controller = await controller.restart();

      const found = (await call('hoa', 'GET', path)).body;
      // what somebody was told stands
      if (heard !== undefined) expect(found.state).toBe(heard);
      told.push(`${heard ?? 'nothing'} → ${found.state}`);
      if (found.state === 'submitted') expect((await decide('mot', { decision: 'approve' })).status).toBe(200);
      const settled = (await call('hoa', 'GET', path)).body.state;
      const shown = (await call('hoa', 'GET', `/broadcasts/${id}`)).body.state;
      expect(shown).toBe(settled === 'approved' ? 'planned' : 'returned');
      await eventually(
        'the plan follows',
        async () => (await planned(communeId)).includes(id) === (settled === 'approved'),
      );
    }
    console.log(`${ROUNDS} rounds, told → found: ${told.join('; ')}`);
  },
  PATIENCE_MS,
);
