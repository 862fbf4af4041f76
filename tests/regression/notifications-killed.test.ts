/**
 * Controllers that tell people are killed with `kill -9`, at the mail server's first sight of a message, after it was
 * taken, and between: everybody is told, and who is told twice has got the same message twice.
 */
import { connect, type Database } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { storesOn } from '@loa-lang/controller/compose/stores';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { headerOf, MailServer } from '../support/notifications/mail-server.ts';
import { person, putPeople } from '../support/people.ts';
import { runSeed, seededRandom } from '../support/seeded-random.ts';
import { builtTestFile } from '../support/world/built.ts';
import { NodeChild } from '../support/world/node-child.ts';

const PEOPLE = 24;
const KILLS = 3;
/** Longer than a message is anybody's. */
const ROUND_MS = 200_000;
const PATIENCE_MS = 120_000;

let databases: TestDatabases;
let databaseUrl: string;
let database: Database;
let mail: MailServer;
beforeAll(async () => {
  databases = await startTestDatabases();
  databaseUrl = await databases.fresh();
  database = connect(databaseUrl);
  mail = await MailServer.start();
}, PATIENCE_MS);
afterAll(async () => {
  await database.$disconnect();
  await mail.stop();
  await databases.stop();
}, PATIENCE_MS);

it('everybody is told once, whenever it dies', { timeout: PATIENCE_MS }, async () => {
  const seed = runSeed();
  const random = seededRandom(seed);
  console.log(`seed ${seed}`);
  const ids = Array.from({ length: PEOPLE }, (_, index) => `tho-${index}`);
  const technicians = ids.map((id) => person(id, id, ['technician', 'province-administrator']));
  await putPeople(storesOn(database), database, technicians);
  await database.$executeRaw`UPDATE person SET email = id || '@xa.example'`;
  await new PostgresIncidentLog(database).raise('queue-dead', 'queue', 'chi tiết', Date.now());

  const arrived: { to: string; id: string }[] = [];
  let child: NodeChild | undefined;
  let left = -1;
  mail.onMessage = ({ to, raw }) => {
    arrived.push({ to: to[0] ?? '', id: headerOf(raw, 'Message-ID') ?? '' });
    if (left >= 0 && left-- === 0) void child?.kill();
  };
  const start = (round: number) => {
    const program = [builtTestFile('support/world/telling-process'), databaseUrl, mail.url(), String(round * ROUND_MS)];
    child = NodeChild.start(`telling ${round}`, program, { onLine: () => undefined });
    return child;
  };
  for (let round = 0; round < KILLS; round++) {
    // the first dies while it decides; the others with the message that the server has just seen
    left = round === 0 ? -1 : Math.floor(random() * 4);
    const dying = start(round);
    if (round === 0) {
      await eventually('events are looked at', async () => (await database.notificationItem.count()) > 0);
      await dying.kill();
    } else await dying.ended;
    expect(dying.lastWords).toBe('');
  }
  left = -1;
  const last = start(KILLS);
  await eventually(
    'all are told',
    async () => (await database.notification.count({ where: { state: 'sent' } })) >= PEOPLE,
    PATIENCE_MS / 2,
  );
  await last.kill();
  const idsOf = (to: string) => arrived.filter((each) => each.to === to).map(({ id }) => id);
  const told = ids.map((id) => new Set(idsOf(`${id}@xa.example`)));
  console.log(`${arrived.length} messages to ${PEOPLE} people over ${KILLS} kills`);
  expect(told.filter((of) => of.size !== 1)).toEqual([]);
  expect(await database.notification.count()).toBe(PEOPLE);
});
