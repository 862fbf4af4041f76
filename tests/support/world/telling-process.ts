/** A controller process reduced to telling people of incidents, again and again until it is killed. */
import { AesSecretBox } from '@loa-lang/controller/adapters/keys/aes-secret-box';
import { BACKGROUND, connect, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { PostgresLeases } from '@loa-lang/controller/adapters/postgres/leases';
import { storesOn } from '@loa-lang/controller/compose/stores';
import { composeTelling } from '@loa-lang/controller/compose/telling';
import { People } from '@loa-lang/controller/services/people/people';
import { v7 as uuidv7 } from 'uuid';

const [databaseUrl, smtpUrl, aheadMs] = process.argv.slice(2);
if (databaseUrl === undefined || smtpUrl === undefined)
  throw new Error('usage: telling-process.js DATABASE_URL SMTP_URL MILLISECONDS_AHEAD');
const database = connect(databaseUrl);
const stores = storesOn(database);
const now = () => Date.now() + Number(aheadMs ?? 0);
const { notices, delivering } = composeTelling({
  ...{ database, stores, whereabouts: stores.whereabouts, people: new People(), newId: uuidv7, publicUrl: undefined },
  leases: new PostgresLeases(openPool(databaseUrl, BACKGROUND)),
  incidents: new PostgresIncidentLog(database),
  secretBox: new AesSecretBox(new Uint8Array(32)),
  clock: { now, preciseNow: now, monotonicNow: () => performance.now() },
  mail: { url: smtpUrl, from: { name: '', address: 'loa@xa.example' }, isLocal: true },
  allowed: [],
  onProblem: (problem, cause) => process.stderr.write(`${problem}: ${String(cause)}\n`),
});
process.stdout.write('telling\n');
for (;;) {
  await notices.look();
  await delivering.look();
}
