/**
 * Writes down every act: that it begins, in a file of this controller, before anything is done; and how it ended, in the
 * one log of the deployment, before it is answered. What the log could not take is brought in later.
 */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { communeOf } from '../../domain/areas/territory.ts';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import { withoutSecrets } from '../../domain/audit/without-secrets.ts';
import type { AuditHeads, AuditJournal, AuditLog } from '../../ports/audit-log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { Refusal } from '../refusal.ts';
import type { ChangeNote } from './note-change.ts';

export interface AuditDeps {
  audit: AuditLog;
  auditJournal: AuditJournal;
  auditHeads: AuditHeads;
  reader: Pick<TerritoryReader, 'areas'>;
  clock: Clock;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

/** What the request says by itself. */
export type Asked = Pick<AuditEntry, 'sender' | 'act'> & {
  /** nobody yet, where the act itself is to say who it is */
  actor: AuditEntry['actor'] | undefined;
  subjectId: string | undefined;
  /** the place that is named in it */
  areaId: AreaId | undefined;
  reason: string | undefined;
  asked: unknown;
  from: unknown;
  /** `when noted`: asking alone is no act */
  counts: 'always' | 'when noted';
};

export interface ActBegun {
  entry: AuditEntry;
  note: ChangeNote;
  areaId: AreaId | undefined;
  counts: Asked['counts'];
  /** whether it is known to be durable */
  begun: Promise<void>;
}

/** Whoever opens an address that is itself the key, or has yet to sign in. */
const NOBODY: AuditEntry['actor'] = { kind: 'unknown', personId: 'unknown', name: '' };
const RETRY_EVERY_MS: Millis = 5_000;

export class Audit {
  readonly #deps: AuditDeps;
  readonly #waiting = new Map<string, AuditEntry>();
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: AuditDeps) {
    this.#deps = deps;
  }

  /** Adopts what an earlier run left, and tries again what the log did not take. */
  async start(): Promise<void> {
    const { begun, ended } = await this.#deps.auditJournal.read();
    const unknown = begun.map((entry) => ({ ...entry, outcome: 'unknown' as const }));
    for (const entry of [...ended, ...unknown]) this.#waiting.set(entry.id, entry);
    await this.#write().catch((cause: unknown) => this.#deps.onProblem('acts of an earlier run wait', cause));
    this.#timer = setInterval(() => void this.#write().catch(() => undefined), RETRY_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#write().catch(() => undefined);
  }

  /** Call `begun` before anything is done; only what silences or warns goes on without it. */
  begin(given: Asked): ActBegun {
    const { auditJournal, onProblem } = this.#deps;
    const entry = this.#entry(given);
    const begun = auditJournal.begin(entry).catch((cause: unknown) => {
      onProblem('an act could not be written down', cause);
      throw new Refusal('audit-unavailable');
    });
    begun.catch(() => undefined);
    const { areaId, counts } = given;
    return { entry, note: {}, areaId, counts, begun };
  }

  /** What has happened by itself, or by somebody who was not let in. */
  async note({
    after,
    ...given
  }: Omit<Asked, 'actor' | 'asked' | 'from' | 'counts'> & { after: unknown }): Promise<void> {
    const entry = this.#entry({ ...given, actor: undefined, asked: {}, from: {} });
    const communeId = await this.#communeOf(given.areaId);
    await this.#end({ ...entry, communeId, outcome: 'done', details: { after: withoutSecrets(after) } });
  }

  #entry(given: Omit<Asked, 'counts'>): AuditEntry {
    const { clock, newId } = this.#deps;
    const { sender, act, subjectId, reason, areaId, asked, from, actor = NOBODY } = given;
    const details = { asked: withoutSecrets(asked), from: withoutSecrets(from) };
    const place = { communeId: areaId, onBehalfOf: undefined };
    const said = { sender, act, subjectId, reason, actor };
    return { ...said, ...place, id: newId(), at: clock.now(), outcome: 'unknown', details };
  }

  /** Nothing came of it. */
  async drop({ entry }: ActBegun): Promise<void> {
    await this.#deps.auditJournal.forget([entry.id]).catch(() => undefined);
  }

  /**
   * Resolves when the log has it. When the log cannot take it now the file has it, and the act stays what it is: it has
   * happened. What nobody is known to have done was no act.
   */
  async finish(act: ActBegun, status: number): Promise<void> {
    const { entry, note, areaId, counts } = act;
    const { before, after, actor, onBehalfOf, reason, subjectId } = note;
    const isNoted = counts === 'always' || Object.keys(note).length > 0;
    if (!isNoted || (entry.actor === NOBODY && actor === undefined)) return this.drop(act);
    // what was refused changed nothing, unless a use case says otherwise
    const isRefused = status >= 400 && status < 500;
    if (isRefused && before === undefined && after === undefined) return this.drop(act);
    const said = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    await this.#end({
      ...entry,
      ...(actor !== undefined && { actor }),
      onBehalfOf: onBehalfOf && { personId: onBehalfOf.personId, name: onBehalfOf.name },
      communeId: await this.#communeOf(note.areaId ?? areaId),
      subjectId: subjectId ?? entry.subjectId,
      reason: reason ?? entry.reason,
      outcome: status >= 400 ? 'failed' : 'done',
      details: { ...entry.details, ...(withoutSecrets(said) as object), status },
    });
  }

  async #end(ended: AuditEntry): Promise<void> {
    this.#waiting.set(ended.id, ended);
    await this.#deps.auditJournal.end(ended).catch((cause: unknown) => {
      this.#deps.onProblem('the end of an act could not be written down', cause);
    });
    await this.#write().catch((cause: unknown) => this.#deps.onProblem('an act waits for the audit log', cause));
  }

  async #communeOf(areaId: AreaId | undefined): Promise<AreaId | undefined> {
    if (areaId === undefined) return undefined;
    return this.#deps.reader.areas().then(
      (areas) => communeOf(areas, areaId) ?? areaId,
      () => areaId,
    );
  }

  /** One writer at a time takes all that wait; who comes meanwhile waits for the next turn. */
  async #write(): Promise<void> {
    await this.#writing?.catch(() => undefined);
    if (this.#waiting.size === 0) return;
    this.#writing ??= this.#append().finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  async #append(): Promise<void> {
    const { audit, auditJournal, auditHeads, onProblem } = this.#deps;
    const taken = [...this.#waiting.values()].slice(0, 500);
    const { head, leadsOn } = await audit.append(taken, auditHeads.noted);
    for (const { id } of taken) this.#waiting.delete(id);
    if (!leadsOn) {
      onProblem('the audit log does not lead to its noted end any more', auditHeads.noted);
      await auditHeads.contradicted().catch((cause: unknown) => onProblem('the noted end was not kept', cause));
    }
    await auditHeads.remember(head).catch((cause: unknown) => onProblem('the end of the log was not noted', cause));
    await auditJournal.forget(taken.map(({ id }) => id)).catch(() => undefined);
  }
}
