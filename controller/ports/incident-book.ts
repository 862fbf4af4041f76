/** Incidents as the rules keep them. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis } from '@loa-lang/schemas/units';

export interface BookedIncident {
  id: string;
  kind: IncidentKind;
  subject: string;
  detail: string;
  raisedAt: EpochMillis;
  reopened: number;
  /** the incident that explains it, and what that is about */
  explainedBy: { id: string; subject: string } | undefined;
}

/** What became of one without anybody's doing. */
export interface IncidentTurn {
  kind: IncidentKind;
  subject: string;
  detail: string;
}

export interface IncidentBook {
  openOf(kinds: readonly IncidentKind[]): Promise<BookedIncident[]>;
  /** Those that somebody resolved by hand after the instant, and that are not open again. */
  resolvedByHand(
    kinds: readonly IncidentKind[],
    after: EpochMillis,
  ): Promise<Pick<BookedIncident, 'kind' | 'subject'>[]>;
  raise(
    incident: Pick<BookedIncident, 'kind' | 'subject' | 'detail'> & { explainedBy: string | undefined },
    at: EpochMillis,
  ): Promise<void>;
  clear(kind: IncidentKind, subject: string, at: EpochMillis): Promise<void>;
  /** One that nothing explains any more is somebody's business from now on. */
  explain(id: string, explainedBy: string | undefined, at: EpochMillis): Promise<void>;
  describe(id: string, detail: string): Promise<void>;
  /**
   * What is to be expected is marked, and what is not any more is somebody's business; what is overdue is said so once.
   * @returns of which something is to be told
   */
  upkeep(at: EpochMillis): Promise<IncidentTurn[]>;
  /** Hamlets that are to be without power. */
  unpowered(at: EpochMillis): Promise<AreaId[]>;
}
