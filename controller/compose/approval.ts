/** The use cases of people and approval. */

import { TIME_ZONE } from '../http/instants.ts';
import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/device-registry.ts';
import type { PhotoStore } from '../ports/photo-store.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import { ApprovalContents } from '../services/approval/approval-contents.ts';
import { ApprovalLinks } from '../services/approval/approval-links.ts';
import { ApprovalUpkeep } from '../services/approval/approval-upkeep.ts';
import { Approvals } from '../services/approval/approvals.ts';
import { Deciding } from '../services/approval/decide-approval.ts';
import { Delegations } from '../services/approval/delegations.ts';
import { OutsideApprovals } from '../services/approval/outside-approvals.ts';
import type { BroadcastRuling } from '../services/broadcasts/broadcast-rules.ts';
import type { People } from '../services/people/people.ts';
import { Permissions } from '../services/people/permissions.ts';
import type { DocumentDelivery } from '../services/publishing/deliver-documents.ts';
import type { Readings } from '../services/reading/readings.ts';
import type { Stores } from './stores.ts';

interface ApprovalParts {
  stores: Stores;
  people: People;
  photos: PhotoStore;
  incidentLog: IncidentLog;
  delivery: DocumentDelivery;
  feed: ProgressFeed;
  clock: Clock;
  readings: Readings;
  pace: { bytesPerSecond: number; burstBytes: number };
  ruling: Pick<BroadcastRuling, 'of'>;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

export type ApprovalUseCases = ReturnType<typeof composeApproval>;

export function composeApproval(parts: ApprovalParts) {
  const { stores, incidentLog: incidents } = parts;
  const { register, broadcasts, bulletins, delegations } = stores;
  const approvals = new Approvals({ ...parts, register, delegations, approvals: stores.approvals });
  const shared = {
    ...parts,
    approvals: stores.approvals,
    requests: approvals,
    register,
    broadcasts,
    bulletins,
    holdings: broadcasts,
    incidents,
    permissions: new Permissions({ ...parts, reader: register.reader, delegations }),
    timeZone: TIME_ZONE,
  };
  const deciding = new Deciding(shared);
  const contents = new ApprovalContents({ ...shared, contents: stores.contents });
  return {
    approvals,
    approvalStore: stores.approvals,
    deciding,
    contents,
    permissions: shared.permissions,
    outside: new OutsideApprovals({ ...shared, deciding }),
    links: new ApprovalLinks({ ...shared, deciding, contents }),
    delegating: new Delegations({ ...parts, delegations }),
    /** to be looked after by a job, or a timer */
    approvalUpkeep: new ApprovalUpkeep({ ...shared, openIncidents: stores.incidents }),
  };
}
