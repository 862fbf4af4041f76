/**
 * What one recipient is told now: of all that waits for them on one channel. Pure; what it decides is carried out in one
 * transaction.
 */
import type { Severity } from '@loa-lang/schemas/states/incident';
import type { NotificationType, Timing } from '@loa-lang/schemas/states/notification';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Quiet } from './channel.ts';
import { quietUntil } from './hours.ts';
import type { ToldIncident } from './message.ts';

/**
 * `due`: waits for its time; `later`: waits for the end of quiet hours, or of what explains it; `told`; `ending`: is
 * over, which is to be told; `over`: which was told; `done`: stood in a digest; `dropped`: there was nothing to tell
 */
export const ITEM_STATES = ['due', 'later', 'told', 'ending', 'over', 'done', 'dropped'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

export interface Item {
  id: string;
  step: number;
  /** of an escalation, after the first were told */
  delayS: number;
  timing: Timing;
  severity: Severity;
  state: ItemState;
  dueAt: EpochMillis;
  /** as it is now; absent: it is gone */
  incident: (ToldIncident & { acknowledged: boolean; explained: boolean }) | undefined;
}

export interface Recipient {
  /** of the channel, and of the person */
  quiet: readonly Quiet[];
  zone: string;
  /** when an alert was last made for them */
  lastAlertAt: EpochMillis | undefined;
}

export interface Change {
  id: string;
  from: ItemState;
  to: ItemState;
  dueAt?: EpochMillis;
}
export interface Told {
  type: Exclude<NotificationType, 'test'>;
  items: readonly Item[];
}
export interface Decision {
  changes: Change[];
  messages: Told[];
}

/** What is explained by something else, or expected, is looked at again so often: the explanation may end before it. */
const LOOK_AGAIN_MS: Millis = 5 * 60_000;
/** What comes in a storm comes within a few minutes; nobody waits longer for the first of it. */
const BUNDLE_MS: Millis = 2 * 60_000;
/** Between two alerts to one recipient, by what is in the second. */
const GAP_MS = { critical: 2 * 60_000, other: 10 * 60_000 } as const;

export function decide(items: readonly Item[], recipient: Recipient, now: EpochMillis): Decision {
  const changes: Change[] = [];
  const change = ({ id, state }: Item, to: ItemState, dueAt?: EpochMillis): false => {
    changes.push({ id, from: state, to, ...(dueAt !== undefined && { dueAt }) });
    return false;
  };

  /** Whether it is told now; says what becomes of it otherwise. */
  function isTold(item: Item): boolean {
    const { incident, state, timing, severity, step, delayS } = item;
    if (incident === undefined) return change(item, 'dropped');
    const isOver = incident.clearedAt !== undefined;
    if (state === 'ending' && !isOver) return change(item, 'told');
    if (timing === 'digest') {
      if (incident.explained) return change(item, 'dropped');
    } else if (state !== 'ending') {
      // overdue is overdue, whoever has seen it
      if (isOver || (incident.acknowledged && step <= MOST_STEPS)) return change(item, 'dropped');
      if (incident.explained) return change(item, 'later', now + LOOK_AGAIN_MS);
      // whoever comes first is told now, and has the time that the rule gives them
      if (state === 'later' && delayS > 0) return change(item, 'due', now + delayS * 1000);
    }
    const until = quietEnd(recipient, state === 'ending' ? 'notice' : severity, now);
    if (until === undefined) return true;
    return change(item, state === 'ending' ? 'ending' : 'later', until);
  }

  const isDue = ({ dueAt }: Item) => dueAt <= now;
  const told = items.filter(isDue).filter(isTold);
  const coming = items.filter((item) => !isDue(item) && item.timing === 'at-once');
  const messages: Told[] = [];
  const say = (type: Told['type'], of: readonly Item[], to: ItemState) => {
    if (of.length === 0) return;
    messages.push({ type, items: of });
    for (const item of of) change(item, to);
  };
  const alarms = told.filter(({ timing, state }) => timing === 'at-once' && state !== 'ending');
  const isBundled = !waitsForMore(
    alarms,
    coming.filter(({ state }) => state === 'due'),
    now,
  );
  if (isBundled && isGapOver(alarms, recipient, now)) {
    say(
      'alert',
      alarms.filter(({ step }) => step === 0),
      'told',
    );
    say(
      'escalation',
      alarms.filter(({ step }) => step > 0),
      'told',
    );
  }
  const ended = told.filter(({ timing, state }) => timing === 'at-once' && state === 'ending');
  if (
    !waitsForMore(
      ended,
      coming.filter(({ state }) => state === 'ending'),
      now,
    )
  )
    say('over', ended, 'over');
  say(
    'digest',
    told.filter(({ timing }) => timing === 'digest'),
    'done',
  );
  return { changes, messages };
}

/** Steps of an escalation; above them what somebody says is overdue. */
const MOST_STEPS = 50;

/** The end of the longest quiet that holds now; `undefined`: it may go out. */
function quietEnd({ quiet, zone }: Recipient, severity: Severity, now: EpochMillis): EpochMillis | undefined {
  const ends = quiet.flatMap(({ quietHours, criticalPasses }) => {
    if (quietHours === undefined || (severity === 'critical' && criticalPasses)) return [];
    return quietUntil(quietHours, zone, now) ?? [];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

const waitsForMore = (due: readonly Item[], coming: readonly Item[], now: EpochMillis): boolean => {
  const first = Math.min(...due.map(({ dueAt }) => dueAt));
  return coming.some(({ dueAt }) => dueAt <= first + BUNDLE_MS) && now < first + BUNDLE_MS;
};

function isGapOver(alarms: readonly Item[], { lastAlertAt }: Recipient, now: EpochMillis): boolean {
  if (lastAlertAt === undefined) return true;
  const isUrgent = alarms.some(({ severity, step }) => severity === 'critical' || step > 0);
  return now - lastAlertAt >= GAP_MS[isUrgent ? 'critical' : 'other'];
}
