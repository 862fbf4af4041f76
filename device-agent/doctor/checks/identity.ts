/** Who this device is: its key, its certificate, and what tells its board from a copy of its card. */
import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import { findInstallation } from '../../adapters/installation-id.ts';
import type { Around } from '../around.ts';
import { AGENT_WORDS } from '../words.ts';

const say = findingsOf(AGENT_WORDS);
const DAY_MS = 86_400_000;
/** Time for a visit. */
const SOON_DAYS = 30;

export async function checkIdentity({ machine, board, now }: Around): Promise<Finding[]> {
  const installation = await findInstallation(
    board.config.installationId,
    async (path) => (await machine.read(path)) ?? '',
  );
  const found: Finding[] = [];
  if (installation === undefined) found.push(say('identity', 'nameless'));
  else if (installation.source === 'machine-id') found.push(say('identity', 'machine-id'));
  if (board.kind === 'agent')
    return found.length > 0 ? found : [say('identity', 'by-hand', { deviceId: board.config.deviceId })];
  const { enrolled, config } = board;
  found.push(...(await keyFindings(join(config.dataFolder, 'identity', 'key.json'), enrolled !== undefined)));
  if (enrolled === undefined) return [...found, say('identity', 'not-enrolled')];
  const { validTo } = new X509Certificate(enrolled.certificate);
  const days = Math.floor((Date.parse(validTo) - now) / DAY_MS);
  const until = new Date(validTo).toISOString().slice(0, 10);
  if (days < SOON_DAYS) found.push(say('identity', days < 0 ? 'expired' : 'expires', { until, days }));
  return found.length > 0 ? found : [say('identity', 'fine', { deviceId: enrolled.deviceId, until })];
}

async function keyFindings(path: string, isEnrolled: boolean): Promise<Finding[]> {
  try {
    const { mode } = await stat(path);
    JSON.parse(await readFile(path, 'utf8'));
    return (mode & 0o077) === 0 ? [] : [say('identity', 'open-key', { path })];
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && !isEnrolled) return [];
    return [say('identity', isMissing ? 'no-key' : 'unreadable-key', { path })];
  }
}
