/** The three kinds of retained document, and their subjects. */
import type { DeviceId, PlanId } from '@loa-lang/schemas/ids';
import { parseTopic, subjects, topicOf } from '@loa-lang/schemas/wire/topics';

export type DocumentTarget =
  | { kind: 'keys' }
  | { kind: 'plan'; planId: PlanId }
  | { kind: 'settings'; deviceId: DeviceId };

export function subjectOf(target: DocumentTarget): string {
  if (target.kind === 'keys') return subjects.keys();
  return target.kind === 'plan' ? subjects.plan(target.planId) : subjects.device(target.deviceId, 'settings');
}

/** `undefined` for a subject that carries no retained document of ours. */
export function targetOf(subject: string): DocumentTarget | undefined {
  const parsed = parseTopic(topicOf(subject));
  if (parsed?.kind === 'keys') return { kind: 'keys' };
  if (parsed?.kind === 'plan') return { kind: 'plan', planId: parsed.planId };
  if (parsed?.kind === 'device' && parsed.message === 'settings') {
    return { kind: 'settings', deviceId: parsed.deviceId };
  }
  return undefined;
}
