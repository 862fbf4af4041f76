/** No slot is silently empty: one that nothing may fill is an incident as long as it is so. */
import { errorText } from '@loa-lang/schemas/errors/codes';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { instantWords } from '../../domain/calendar/words/date-words.ts';
import type { OccurrencePlan } from '../../domain/schedules/plan-occurrence.ts';
import type { Schedule } from '../../domain/schedules/schedule.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { OpenIncidents } from '../../ports/incident-reader.ts';
import { PROBLEM_CODES, SKIP_CODES } from './slot-words.ts';

export interface SlotWatchDeps {
  incidentLog: IncidentLog;
  incidents: OpenIncidents;
}

type Problem = Extract<OccurrencePlan, { ok: false }>;

export interface WatchedSchedule extends Pick<Schedule, 'id' | 'name'> {
  zone: string;
  problems: readonly Problem[];
}

/** Sooner than this somebody has to act; before, the preview says it. */
const WITHIN_MS: Millis = 24 * 3600_000;

export class SlotWatch {
  readonly #deps: SlotWatchDeps;

  constructor(deps: SlotWatchDeps) {
    this.#deps = deps;
  }

  async look(watched: readonly WatchedSchedule[], now: EpochMillis): Promise<void> {
    const { incidentLog, incidents } = this.#deps;
    const open = new Set((await incidents.openOf(['slot-empty'])).map(({ subject }) => subject));
    for (const each of watched) {
      const { id, problems } = each;
      const next = problems.find(({ slot }) => slot.startAt <= now + WITHIN_MS);
      if (next !== undefined) await incidentLog.raise('slot-empty', id, detailOf(each, next), now);
      else if (open.has(id)) await incidentLog.clear('slot-empty', id, now);
    }
  }
}

/** For whoever looks after it: "Buổi sáng, 05:30 27/11/2026: …". */
function detailOf({ name, zone }: WatchedSchedule, { slot, problem, content }: Problem): string {
  const reasons = problem === 'slot-empty' ? content.skipped : [];
  const words = reasons.map(({ title, reason }) =>
    [title, errorText(SKIP_CODES[reason]).vi].filter(Boolean).join(': '),
  );
  const what = [errorText(PROBLEM_CODES[problem]).vi, ...words].join(' ');
  return `${name}, ${instantWords(slot.startAt, zone).vi}: ${what}`.slice(0, 1000);
}
