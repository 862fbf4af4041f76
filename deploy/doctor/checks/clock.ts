/** The time of this machine: kept by somebody, of this century, and that of its database. */
import type { Machine } from '@loa-lang/device-agent/doctor/machine/machine';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
/** Nothing of this program is older. */
const PROGRAM_BORN_AT = Date.UTC(2026, 10, 1);
/** A person hears it; the controller disciplines its own time to the database's in any case. */
const OFF_MS = 1000;

export async function checkClock({ machine, database, now }: Around): Promise<Finding[]> {
  const date = new Date(now).toISOString().slice(0, 16).replace('T', ' ');
  const { kept, zone } = await keeping(machine);
  const offMs = database === undefined ? undefined : await behindDatabase(database.client).catch(() => undefined);
  const found = [
    ...(now < PROGRAM_BORN_AT ? [say('clock', 'past', { date })] : []),
    ...(offMs !== undefined && Math.abs(offMs) > OFF_MS ? [say('clock', 'off', { offMs: Math.round(offMs) })] : []),
    ...(kept === 'no' ? [say('clock', 'not-kept')] : []),
    ...(kept === 'unknown' ? [say('clock', 'untold')] : []),
  ];
  return found.length > 0 ? found : [say('clock', 'fine', { date, zone: zone ?? '?' })];
}

/** Whoever keeps the time: systemd tells of all of them, chrony of itself. */
async function keeping(machine: Machine): Promise<{ kept: 'yes' | 'no' | 'unknown'; zone: string | undefined }> {
  const told = await machine.run('timedatectl', ['show', '--property=NTPSynchronized', '--property=Timezone']);
  const zone = /^Timezone=(.+)$/m.exec(told.out)?.[1];
  const synchronised = /^NTPSynchronized=(yes|no)$/m.exec(told.out)?.[1];
  if (synchronised === 'yes') return { kept: 'yes', zone };
  const chrony = await machine.run('chronyc', ['-n', 'tracking']);
  if (/^Leap status\s*:\s*Normal/m.test(chrony.out)) return { kept: 'yes', zone };
  return { kept: synchronised === 'no' ? 'no' : 'unknown', zone };
}

/** How far this machine's clock is ahead of the database's, ms; half of the way there and back is nobody's fault. */
async function behindDatabase(client: NonNullable<Around['database']>['client']): Promise<number> {
  const before = Date.now();
  const [row] = await client.$queryRaw<{ now: number }[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
  const after = Date.now();
  return (before + after) / 2 - (row?.now ?? (before + after) / 2);
}
