/** The devices, in one look: how many are connected, what the oldest of them runs, who has long been silent. */
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
/** Half of them, and it is no longer single poles. */
const MANY = 0.5;
const DAY_MS = 86_400_000;

export async function checkDevices({ database, now }: Around): Promise<Finding[]> {
  // the check of the database tells why
  const rows = await database?.client.device
    .findMany({
      where: { revokedAt: null, clusterId: { not: null }, cluster: { deletedAt: null } },
      select: { online: true, agentVersion: true, lastSyncAt: true },
    })
    .catch(() => undefined);
  if (rows === undefined) return [];
  const online = rows.filter((row) => row.online).length;
  const values = { online, all: rows.length };
  if (rows.length === 0) return [say('devices', 'none')];
  const away = rows.filter(({ lastSyncAt }) => lastSyncAt === null || now - lastSyncAt.getTime() > DAY_MS).length;
  const versions = [...new Set(rows.flatMap(({ agentVersion }) => agentVersion ?? []))].sort(byVersion);
  const found = [
    ...(online < rows.length * MANY ? [say('devices', 'many-offline', values)] : []),
    ...(away > 0 && online >= rows.length * MANY ? [say('devices', 'long-silent', { ...values, away })] : []),
    ...(versions.length > 1
      ? [say('devices', 'mixed', { oldest: versions[0] ?? '', newest: versions.at(-1) ?? '' })]
      : []),
  ];
  return found.length > 0 ? found : [say('devices', 'fine', { ...values, version: versions[0] ?? '?' })];
}

const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
