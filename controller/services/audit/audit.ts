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
export type Asked = Pick<AuditEntry, 'actor' | 'sender' | 'act'> & {
  subjectId: string | undefined;
  /** the place that is named in it */
  areaId: AreaId | undefined;
  reason: string | undefined;
  asked: unknown;
  from: unknown;
};

export interface ActBegun {
  entry: AuditEntry;
  note: ChangeNote;
  areaId: AreaId | undefined;
  /** whether it is known to be durable */
  begun: Promise<void>;
}

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
  begin({ areaId, asked, from, ...given }: Asked): ActBegun {
    const { clock, newId, auditJournal, onProblem } = this.#deps;
    const details = { asked: withoutSecrets(asked), from: withoutSecrets(from) };
    const place = { communeId: areaId, onBehalfOf: undefined };
    const entry: AuditEntry = { ...given, ...place, id: newId(), at: clock.now(), outcome: 'unknown', details };
    const begun = auditJournal.begin(entry).catch((cause: unknown) => {
      onProblem('an act could not be written down', cause);
      throw new Refusal('audit-unavailable');
    });
    begun.catch(() => undefined);
    return { entry, note: {}, areaId, begun };
  }

  /** Nothing came of it. */
  async drop({ entry }: ActBegun): Promise<void> {
    await this.#deps.auditJournal.forget([entry.id]).catch(() => undefined);
  }

  /**
   * Resolves when the log has it. When the log cannot take it now the file has it, and the act stays what it is: it has
   * happened.
   */
  async finish({ entry, note, areaId }: ActBegun, status: number): Promise<void> {
    const { before, after, actor, onBehalfOf, reason, subjectId } = note;
    const said = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    const ended: AuditEntry = {
      ...entry,
      ...(actor !== undefined && { actor: { kind: 'link' as const, personId: actor.personId, name: actor.name } }),
      onBehalfOf: onBehalfOf && { personId: onBehalfOf.personId, name: onBehalfOf.name },
      communeId: await this.#communeOf(note.areaId ?? areaId),
      subjectId: subjectId ?? entry.subjectId,
      reason: reason ?? entry.reason,
      outcome: status >= 500 ? 'failed' : 'done',
      details: { ...entry.details, ...(withoutSecrets(said) as object), status },
    };
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
    const head = await audit.append(taken);
    for (const { id } of taken) this.#waiting.delete(id);
    await auditHeads.remember(head).catch((cause: unknown) => onProblem('the end of the log was not noted', cause));
    await auditJournal.forget(taken.map(({ id }) => id)).catch(() => undefined);
  }
}
