/** Where acts are written down for good. */
import type { AuditEntry } from '../domain/audit/audit-entry.ts';
import type { AuditHead, ChainedEntry } from '../domain/audit/chain.ts';

export interface AuditQuery {
  communeId?: string | undefined;
  /** of these only; entries of no commune are of none of them */
  communeIds?: readonly string[] | undefined;
  actorId?: string | undefined;
  act?: string | undefined;
  subjectId?: string | undefined;
  /** asked for in [from, until) */
  from?: number | undefined;
  until?: number | undefined;
  /** entries before this one */
  before?: number | undefined;
  /** newest first */
  limit: number;
}

export interface AuditLog {
  /**
   * In this order, one chain for all controllers; what is there already stays as it is.
   * @param noted a place that the log is known to lead to
   */
  append(entries: readonly AuditEntry[], noted?: AuditHead): Promise<Appended>;
  list(query: AuditQuery): Promise<ChainedEntry[]>;
  /** those after this one, in order, a page of them; without one from wherever the log begins */
  after(seq?: number): Promise<ChainedEntry[]>;
}

export interface Appended {
  /** where the log ends */
  head: AuditHead;
  /** false: the log does not lead to the noted place any more */
  leadsOn: boolean;
}

/** What was begun here and is not known to stand in the log. */
export interface AuditJournal {
  /** begun and not ended first; the ended with their outcome */
  read(): Promise<{ begun: AuditEntry[]; ended: AuditEntry[] }>;
  /** Durable when it resolves. */
  begin(entry: AuditEntry): Promise<void>;
  end(entry: AuditEntry): Promise<void>;
  /** They stand in the log, or nothing happened. */
  forget(ids: readonly string[]): Promise<void>;
}

/** Where the log ended, kept outside the database and signed. */
export interface AuditHeads {
  /** the highest that was noted here, in whatever life */
  readonly noted: AuditHead | undefined;
  remember(head: AuditHead): Promise<void>;
  /** The log does not lead there any more: the noted one is kept as evidence, and noting begins anew. */
  contradicted(): Promise<void>;
}
