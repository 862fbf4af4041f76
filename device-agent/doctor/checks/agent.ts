/** The agent of this folder: at work, connected, up to date; and what its disk has set aside. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { AgentStatus } from '../../condition.ts';
import { type Around, isWaiting } from '../around.ts';
import { AGENT_WORDS } from '../words.ts';

const say = findingsOf(AGENT_WORDS);
/** A good link delivers each within seconds. */
const MANY_REPORTS = 50;

export function checkAgent({ status }: Pick<Around, 'status'>): Finding[] {
  if (status === undefined) return [say('agent', 'not-running')];
  if (isWaiting(status)) {
    const { state, code = '?', fingerprint = '?' } = status.enrolment;
    const refused = state === 'refused';
    return [say('agent', refused ? 'refused' : state === 'waiting' ? 'waiting' : 'asking', { code, fingerprint })];
  }
  const found = faultsOf(status);
  if (found.length > 0) return found;
  const { agentVersion, held, audio } = status;
  return [
    say('agent', 'fine', { version: agentVersion, plans: Object.keys(held.plans).length, audio: audio.complete }),
  ];
}

function faultsOf({ connected, held, muted, behind, audio, faults, pendingReports }: AgentStatus): Finding[] {
  return [
    ...(connected ? [] : [say('agent', 'offline')]),
    ...(connected && held.settings === undefined ? [say('agent', 'no-settings')] : []),
    ...(muted ? [say('agent', 'muted')] : []),
    ...(behind.length > 0 ? [say('agent', 'behind', { documents: behind.join(', ') })] : []),
    ...(audio.missing.length > 0 ? [say('agent', 'audio-missing', { count: audio.missing.length })] : []),
    ...(faults.length > 0 ? [say('agent', 'faults', { faults: faults.join(', ') })] : []),
    ...(pendingReports > MANY_REPORTS ? [say('agent', 'reports-wait', { count: pendingReports })] : []),
  ];
}

/** What could not be read after a power cut was set aside. */
export async function checkStores({ board }: Pick<Around, 'board'>): Promise<Finding[]> {
  const folder = board.config.dataFolder;
  const names = (await readdir(join(folder, 'store'), { recursive: true }).catch(() => []))
    .filter((name) => name.includes('.quarantined-'))
    .sort();
  return names.length === 0
    ? []
    : [say('stores', 'quarantined', { count: names.length, names: names.slice(0, 4).join(', ') })];
}
