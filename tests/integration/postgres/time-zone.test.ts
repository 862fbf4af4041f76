import { connect } from '@loa-lang/controller/adapters/postgres/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnDatabases, startOwnDatabases } from '../../support/database.ts';

describe('prisma/orm#28629, #26786: dates written wrongly when the database zone is not UTC', () => {
  let databases: OwnDatabases;
  let url: string;
  beforeAll(async () => {
    databases = await startOwnDatabases({ throwaway: true });
    url = await databases.fresh();
    const { pathname } = new URL(url);
    await databases.query(url, `ALTER DATABASE ${pathname.slice(1)} SET TimeZone = 'Asia/Ho_Chi_Minh'`);
    await databases.query(url, `ALTER ROLE CURRENT_USER SET TimeZone = 'Asia/Ho_Chi_Minh'`);
  }, 60_000);
  afterAll(() => databases.stop());

  const sevenInTheMorning = new Date('2026-03-02T07:00:00+07:00');

  const incident = (id: string) => ({
    id,
    kind: 'stale-plan',
    subject: id,
    detail: '',
    raisedAt: sevenInTheMorning,
    lastAt: sevenInTheMorning,
  });

  const readPlainly = async (id: string): Promise<unknown> =>
    (
      await databases.query(
        url,
        `SELECT to_char(raised_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI:SS') AS wall,
          extract(epoch FROM raised_at)::float8 * 1000 AS instant, current_setting('TimeZone') AS zone
         FROM incident WHERE id = $1`,
        [id],
      )
    )[0];

  const expected = { wall: '2026-03-02 07:00:00', instant: sevenInTheMorning.getTime(), zone: 'Asia/Ho_Chi_Minh' };

  it('07:00 saved is 07:00 read by plain SQL, and read back', async () => {
    const database = connect(url);
    await database.incident.create({ data: incident('a') });
    expect(await readPlainly('a')).toEqual(expected);
    expect((await database.incident.findUniqueOrThrow({ where: { id: 'a' } })).raisedAt).toEqual(sevenInTheMorning);
    const found = await database.incident.findMany({ where: { raisedAt: sevenInTheMorning } });
    expect(found.map((row) => row.id)).toEqual(['a']);
    await database.$disconnect();
  });

  it('also in raw statements, in transactions and with options in the URL', async () => {
    const withOptions = new URL(url);
    withOptions.searchParams.set('options', '-c TimeZone=Asia/Ho_Chi_Minh -c search_path=public');
    const database = connect(withOptions.href);
    await database.$transaction(async (transaction) => {
      await transaction.incident.create({ data: incident('b') });
      await transaction.$executeRaw`UPDATE incident SET last_at = ${sevenInTheMorning} WHERE id = 'b' AND last_at = ${sevenInTheMorning}`;
    });
    expect(await readPlainly('b')).toEqual(expected);
    const [row] = await database.$queryRaw<{ last_at: Date }[]>`SELECT last_at FROM incident WHERE id = 'b'`;
    expect(row?.last_at).toEqual(sevenInTheMorning);
    await database.$disconnect();
  });

  it('would be wrong without the forced zone, so this test can fail', async () => {
    const { PrismaPg } = await import('@prisma/adapter-pg');
    const { PrismaClient } = await import('@loa-lang/controller/generated/prisma/client');
    const unforced = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
    await unforced.incident.create({ data: incident('c') });
    await unforced.$disconnect();
    expect(await readPlainly('c')).not.toEqual(expected);
  });
});
