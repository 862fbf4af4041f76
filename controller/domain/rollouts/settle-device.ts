/** What a device of a rollout has become, read off what it said and what is known of it. Pure. */
import { IN_FLIGHT, type RolloutDeviceState } from '@loa-lang/schemas/states/rollout';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { ROLLED_BACK } from '@loa-lang/schemas/wire/command';
import type { CommandAnswer } from '@loa-lang/schemas/wire/report';
import type { AgentRelease, DeviceFacts, RolloutDevice } from './rollout.ts';

export type Settling = Pick<RolloutDevice, 'state' | 'detail'>;

/** After the last moment at which it may begin: the trial, a power cut, and a network that comes back. */
export const ANSWER_GRACE_MS: Millis = 60 * 60_000;
/** Orders that may come to nothing (never received, expired) before the device counts as failed. */
export const MAX_ORDERS = 5;
const UPDATE = 'update';

/** `undefined`: nothing has changed. */
export function settle(
  device: RolloutDevice,
  facts: DeviceFacts,
  release: AgentRelease,
  now: EpochMillis,
): Settling | undefined {
  const next = settled(device, facts, release, now);
  return next === undefined || (next.state === device.state && next.detail === device.detail) ? undefined : next;
}

function settled(
  device: RolloutDevice,
  facts: DeviceFacts,
  release: AgentRelease,
  now: EpochMillis,
): Settling | undefined {
  const verdict = verdictOf(facts.answers);
  if (verdict !== undefined) return verdict;
  if (device.state !== 'waiting' && !IN_FLIGHT.includes(device.state)) return undefined;
  if (!facts.isThere) return { state: 'skipped', detail: 'gone' };
  if (device.state === 'waiting') return beforeOrder(facts, release);
  if (facts.answers.at(-1)?.commandId === device.commandIds.at(-1)) return again(device, 'expired');
  if (now > (device.expiresAt ?? 0) + ANSWER_GRACE_MS) {
    // its answer is lost with its store; what it runs says enough
    if (facts.online && facts.agentVersion === release.version) return { state: 'healthy', detail: undefined };
    return again(device, 'no-answer');
  }
  return facts.hasArtefact ? { state: 'installed', detail: undefined } : undefined;
}

/** What needs no order. */
function beforeOrder(facts: DeviceFacts, release: AgentRelease): Settling | undefined {
  if (facts.hasRolledBack) return { state: 'skipped', detail: 'rolled-back-before' };
  if (facts.agentVersion === release.version && facts.online) return { state: 'healthy', detail: 'already' };
  if (facts.capabilities !== undefined && !facts.capabilities.includes(UPDATE)) {
    return { state: 'skipped', detail: 'too-old' };
  }
  return undefined;
}

function again({ commandIds }: RolloutDevice, why: string): Settling {
  const state: RolloutDeviceState = commandIds.length >= MAX_ORDERS ? 'failed' : 'waiting';
  return { state, detail: why };
}

/** The answers that decide; others tell only that an order came to nothing. */
function verdictOf(answers: DeviceFacts['answers']): Settling | undefined {
  if (answers.some(({ outcome }) => outcome === 'done')) return { state: 'healthy', detail: undefined };
  const back = answers.find(hasRolledBack);
  if (back !== undefined) return { state: 'rolled-back', detail: back.detail };
  const failed = answers.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined) return { state: 'failed', detail: failed.detail };
  const unable = answers.find(({ outcome }) => outcome === 'unsupported');
  if (unable !== undefined) return { state: 'skipped', detail: 'too-old' };
  const refused = answers.find(({ outcome, detail }) => outcome === 'refused' && !isPassing(detail));
  return refused && { state: 'failed', detail: refused.detail };
}

/** Also when it is asked for the same a second time. */
const hasRolledBack = ({ outcome, detail = '' }: Pick<CommandAnswer, 'outcome' | 'detail'>): boolean =>
  (outcome === 'failed' || outcome === 'refused') && detail.startsWith(ROLLED_BACK);

/** Refused for what is over soon. */
const isPassing = (detail = ''): boolean => /trusted time|journal|under way/.test(detail);
