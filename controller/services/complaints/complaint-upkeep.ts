/** Incidents say what villagers complain of; what is overdue is said, and contacts are erased in time. */
import { COMPLAINTS } from '@loa-lang/schemas/states/complaint';
import type { Millis } from '@loa-lang/schemas/units';
import { CONTACT_KEPT_MS, type Complaint, incidentOf, subjectOf } from '../../domain/complaints/complaint.ts';
import { OVERDUE_TEXT, openText } from '../../domain/complaints/words.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ComplaintStore } from '../../ports/complaint-store.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { OpenIncidents } from '../../ports/incident-reader.ts';
import { RegularLook } from '../regular-look.ts';

export interface ComplaintUpkeepDeps {
  complaintStore: Pick<ComplaintStore, 'open' | 'escalateOverdue' | 'eraseContacts'>;
  incidents: IncidentLog;
  openIncidents: OpenIncidents;
  zone: string;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

const EVERY_MS: Millis = 60_000;
const OWNERS = ['technician', 'officer'] as const;

export class ComplaintUpkeep {
  readonly #deps: ComplaintUpkeepDeps;
  readonly #regular: RegularLook;

  constructor(deps: ComplaintUpkeepDeps) {
    this.#deps = deps;
    this.#regular = new RegularLook(
      EVERY_MS,
      () => this.look(),
      (cause) => deps.onProblem('complaints were not looked through', cause),
    );
  }

  start(): void {
    this.#regular.start();
  }
  stop(): Promise<void> {
    return this.#regular.stop();
  }

  async look(): Promise<void> {
    const { complaintStore, clock } = this.#deps;
    await this.keepIncidents();
    const now = clock.now();
    await complaintStore.escalateOverdue(now, OVERDUE_TEXT.vi);
    await complaintStore.eraseContacts(now - CONTACT_KEPT_MS);
  }

  /** One incident for each place and owner, for as long as something of it is open. */
  async keepIncidents(): Promise<void> {
    const { complaintStore, incidents, openIncidents, zone, clock } = this.#deps;
    const open = await complaintStore.open();
    for (const owner of OWNERS) {
      const kind = incidentOf(owner);
      const places = grouped(
        open.filter((each) => each.owner === owner),
        subjectOf,
      );
      const wanted = new Map([...places].map(([subject, of]) => [subject, detailOf(of, zone)]));
      const known = new Map((await openIncidents.openOf([kind])).map(({ subject, detail }) => [subject, detail]));
      for (const subject of known.keys()) if (!wanted.has(subject)) await incidents.clear(kind, subject, clock.now());
      for (const [subject, detail] of wanted)
        if (known.get(subject) !== detail) await incidents.raise(kind, subject, detail, clock.now());
    }
  }
}

function detailOf(complaints: readonly Complaint[], zone: string): string {
  const counts = grouped(complaints, ({ kind }) => kind);
  const kinds = [...counts].map(([kind, of]) => ({
    words: COMPLAINTS[kind].vi,
    count: of.reduce((sum, { count }) => sum + count, 0),
  }));
  return openText(kinds, Math.min(...complaints.map(({ dueAt }) => dueAt)), zone);
}

function grouped<Key>(complaints: readonly Complaint[], keyOf: (complaint: Complaint) => Key): Map<Key, Complaint[]> {
  const groups = new Map<Key, Complaint[]>();
  for (const complaint of complaints)
    groups.set(keyOf(complaint), [...(groups.get(keyOf(complaint)) ?? []), complaint]);
  return groups;
}
