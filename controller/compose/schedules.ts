/** The use cases of schedules, the communes' rules and days off. */

import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/device-registry.ts';
import type { Exclusive } from '../ports/exclusive.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { Approvals } from '../services/approval/approvals.ts';
import { BroadcastOutlooks } from '../services/broadcasts/broadcast-outlook.ts';
import { BroadcastRuling } from '../services/broadcasts/broadcast-rules.ts';
import type { BroadcastCancelling } from '../services/broadcasts/cancel-broadcast.ts';
import type { BroadcastViews } from '../services/broadcasts/view-broadcasts.ts';
import type { BulletinMaking } from '../services/bulletins/make-bulletins.ts';
import type { People } from '../services/people/people.ts';
import type { Permissions } from '../services/people/permissions.ts';
import type { DocumentDelivery } from '../services/publishing/deliver-documents.ts';
import type { Voices } from '../services/reading/voices.ts';
import { AutomaticGroups } from '../services/register/automatic-groups.ts';
import { CommuneRulesBook } from '../services/rules/commune-rules.ts';
import { DaysOff } from '../services/rules/days-off.ts';
import { AiredEntries } from '../services/schedules/aired-entries.ts';
import { ScheduleCheck } from '../services/schedules/check-schedule.ts';
import { CommuneCalendar } from '../services/schedules/commune-calendar.ts';
import { Materialiser } from '../services/schedules/materialise.ts';
import { MissingOccurrences } from '../services/schedules/missing-occurrences.ts';
import { SchedulePreviews } from '../services/schedules/preview-schedule.ts';
import { ScheduleApproval } from '../services/schedules/schedule-approval.ts';
import { ScheduleContexts } from '../services/schedules/schedule-context.ts';
import { Schedules } from '../services/schedules/schedules.ts';
import { SlotWatch } from '../services/schedules/slot-watch.ts';
import { StationSounds } from '../services/schedules/station-sounds.ts';
import { Surroundings } from '../services/schedules/surroundings.ts';
import type { Stores } from './stores.ts';

export interface ScheduleUseCaseDeps {
  stores: Stores;
  approvals: Approvals;
  people: People;
  permissions: Permissions;
  voices: Voices;
  making: BulletinMaking;
  views: BroadcastViews;
  cancelling: BroadcastCancelling;
  delivery: DocumentDelivery;
  locks: Exclusive;
  incidentLog: IncidentLog;
  feed: ProgressFeed;
  clock: Clock;
  newId: () => string;
  timeZone: string;
  onProblem: (problem: string, cause: unknown) => void;
}

export function composeSchedules(deps: ScheduleUseCaseDeps) {
  const { stores, approvals } = deps;
  const { register } = stores;
  const common = { ...stores, ...deps, approvals };
  const contexts = new ScheduleContexts(common);
  const approval = new ScheduleApproval({ ...common, requests: stores.approvals });
  const sounds = new StationSounds(common);
  const materialiser = new Materialiser({
    ...common,
    contexts,
    approval,
    sounds,
    watch: new SlotWatch(common),
    groups: new AutomaticGroups(common),
  });
  approvals.onDecided(({ subjectKind, subjectId, communeId }) => {
    if (subjectKind === 'schedule' && !approval.isOwn(subjectId))
      return materialiser.run(communeId).then(() => undefined);
  });
  const surroundings = new Surroundings({ ...common, contexts });
  const check = new ScheduleCheck({ ...common, contexts, surroundings });
  const ruling = new BroadcastRuling({ ...common, register, contexts, surroundings });
  const rules = { ...common, areas: register.areas, materialiser };
  return {
    materialiser,
    sounds,
    missing: new MissingOccurrences({ ...common, contexts, materialiser }),
    ruling,
    outlooks: new BroadcastOutlooks({ ...common, register, ruling, contexts, surroundings }),
    schedules: new Schedules({ ...common, check, materialiser }),
    calendar: new CommuneCalendar({ ...common, contexts, surroundings, aired: new AiredEntries(common) }),
    previews: new SchedulePreviews({ ...common, contexts, check }),
    communeRules: new CommuneRulesBook(rules),
    daysOff: new DaysOff(rules),
  };
}
