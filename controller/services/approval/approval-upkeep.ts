/** What time alone does to approvals: reminders, word of mouth that nobody confirmed, offices that nobody holds. */
import type { Millis } from '@loa-lang/schemas/units';
import { USUAL_SETTINGS } from '../../domain/approval/approval-request.ts';
import { remindersDue } from '../../domain/approval/reminders.ts';
import type { ApprovalStore } from '../../ports/approval-store.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import { type KeepIncidentsDeps, keepIncidents } from '../watch/keep-incidents.ts';
import { approvalWarnings } from './approval-warnings.ts';
import type { Approvals } from './approvals.ts';

export interface ApprovalUpkeepDeps extends KeepIncidentsDeps {
  approvals: ApprovalStore;
  requests: Approvals;
  feed: ProgressFeed;
}

/** Name of the job and its one key. */
export const APPROVAL_JOB = { name: 'approvals', key: 'all', payload: {} } as const;
/** A reminder is at most so late. */
export const APPROVALS_EVERY_MS: Millis = 60_000;

export class ApprovalUpkeep {
  readonly #deps: ApprovalUpkeepDeps;

  constructor(deps: ApprovalUpkeepDeps) {
    this.#deps = deps;
  }

  /** The handler of `APPROVAL_JOB`: once a minute or once a day, twice at once or after a crash, the outcome is the same. */
  async look(): Promise<void> {
    await this.#remind();
    await this.#flag();
    await this.#warn();
  }

  async #remind(): Promise<void> {
    const { approvals, requests, feed, clock } = this.#deps;
    const waiting = await approvals.waiting();
    if (waiting.length === 0) return;
    const communes = [...new Set(waiting.map((request) => request.communeId))];
    const settings = new Map(
      await Promise.all(communes.map(async (id) => [id, await approvals.settings(id)] as const)),
    );
    const due = remindersDue(waiting, (id) => settings.get(id) ?? USUAL_SETTINGS, await requests.offices());
    for (const reminder of due) {
      // whoever records it first sends it
      if (!(await approvals.recordReminder({ ...reminder, remindedAt: clock.now() }))) continue;
      const { requestId: approvalId, kind, personId } = reminder;
      feed.emit({ type: 'approval-reminder', approvalId, kind, personId });
    }
  }

  /** The flag stays until it is confirmed. */
  async #flag(): Promise<void> {
    const { approvals, clock } = this.#deps;
    const flagged = await approvals.unconfirmed(clock.now());
    await keepIncidents(
      this.#deps,
      'approval-unconfirmed',
      new Map(flagged.map(({ id, title, outside }) => [id, `${outside?.approver.name ?? ''}: ${title}`])),
    );
  }

  async #warn(): Promise<void> {
    const warnings = await approvalWarnings(this.#deps.requests, 'everything');
    const vacant = warnings.flatMap((warning) => (warning.kind === 'role-vacant' ? [warning] : []));
    await keepIncidents(
      this.#deps,
      'role-vacant',
      new Map(vacant.map(({ area, role }) => [`${area.id}:${role}`, `${area.name}: ${role}`])),
    );
  }
}
