/** Complaints: taken from villagers and for them, seen to, answered. */
import { randomBytes } from 'node:crypto';
import type { ComplaintChange, ComplaintCreate } from '@loa-lang/schemas/http/complaints';
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { ComplaintKind, ComplaintSource } from '@loa-lang/schemas/states/complaint';
import type { EpochMillis } from '@loa-lang/schemas/units';
import {
  type Complaint,
  type ComplaintPlace,
  type ComplaintReport,
  dueAt,
  publicCodeOf,
  SAME_WITHIN_MS,
  tidyCode,
  usualOwner,
} from '../../domain/complaints/complaint.ts';
import { type Caller, refOf } from '../../domain/people/person.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ComplaintStore } from '../../ports/complaint-store.ts';
import type { AreaStore } from '../../ports/register.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { noteChange } from '../audit/note-change.ts';
import { hashOf, newToken } from '../identity/secret-tokens.ts';
import { found, Refusal } from '../refusal.ts';

export interface ComplaintDeps {
  complaintStore: ComplaintStore;
  areas: Pick<AreaStore, 'find'>;
  broadcasts: Pick<BroadcastStore, 'find'>;
  secretBox: SecretBox;
  /** what is open has changed */
  onChanged: () => Promise<void>;
  zone: string;
  clock: Clock;
  newId: () => string;
}

export interface ComplaintDetail {
  complaint: Complaint;
  reports: ComplaintReport[];
}

interface Reported {
  kind: ComplaintKind;
  text: string;
  contact: string | undefined;
  source: ComplaintSource;
  by: Caller | undefined;
  broadcastId?: string | undefined;
}

/** A complaint about which so much was noted is a matter for a file of its own. */
const MOST_NOTES = 100;
const boundTo = (reportId: string): string => `complaint-report/${reportId}`;

export class Complaints {
  readonly #deps: ComplaintDeps;

  constructor(deps: ComplaintDeps) {
    this.#deps = deps;
  }

  /** By a villager, who has the code from the pole. */
  async submit(code: string, told: Pick<Reported, 'kind' | 'text' | 'contact'>) {
    const place = found(await this.#deps.complaintStore.placeByCode(tidyCode(code)), 'complaint-code-unknown');
    return this.#report(place, { ...told, source: 'villager', by: undefined });
  }

  /** For a villager, by who listens. The token is for the villager. */
  async takeDown(asked: ComplaintCreate, by: Caller) {
    const { broadcastId, kind, told: text, contact, source } = asked;
    const { broadcasts } = this.#deps;
    const place = await this.#placeOf(asked);
    const { communeId } = place;
    if (broadcastId !== undefined && (await broadcasts.find(broadcastId))?.communeId !== communeId)
      throw new Refusal('complaint-broadcast-elsewhere');
    const taken = await this.#report(place, { kind, text, contact, source, by, broadcastId });
    const { id: subjectId, count } = taken.complaint;
    noteChange({ areaId: place.hamletId ?? communeId, subjectId, after: { kind, count, source } });
    return taken;
  }

  /** @throws Refusal for what does not belong together */
  async #placeOf({ communeId, hamletId, clusterId }: ComplaintCreate): Promise<ComplaintPlace> {
    const { complaintStore, areas } = this.#deps;
    const pole = clusterId === undefined ? undefined : await complaintStore.placeOfCluster(clusterId);
    if (clusterId !== undefined && pole === undefined) throw new Refusal('cluster-unknown');
    // a pole may be heard, and complained of, in the hamlet beside its own
    const hamlet = hamletId === undefined ? undefined : found(await areas.find(hamletId), 'area-unknown');
    const communes = new Set([communeId, hamlet?.parentId, pole?.communeId].filter((id) => id !== undefined));
    const [only] = communes;
    const commune = only === undefined ? undefined : await areas.find(only);
    const isHamlet = hamlet === undefined || hamlet.kind === 'hamlet';
    if (communes.size !== 1 || commune?.kind !== 'commune' || !isHamlet) throw new Refusal('complaint-place-wrong');
    return { communeId: commune.id, hamletId: hamletId ?? pole?.hamletId, clusterId };
  }

  async #report(place: ComplaintPlace, { kind, text, contact, source, by, broadcastId }: Reported) {
    const { complaintStore, secretBox, onChanged, zone, clock, newId } = this.#deps;
    const now = clock.now();
    const owner = usualOwner(kind);
    const unset = { answer: undefined, answeredAt: undefined, answeredBy: undefined, closedAt: undefined };
    const fresh: Complaint = {
      ...{ ...place, id: newId(), kind, owner, state: 'new', count: 1, firstAt: now, lastAt: now, notes: [] },
      ...{ ...unset, broadcastId, dueAt: dueAt(owner, now, zone) },
    };
    const token = newToken();
    const id = newId();
    const report = {
      ...{ id, at: now, source, text: text.trim(), tokenHash: hashOf(token) },
      contact: contact === undefined ? undefined : secretBox.seal(contact.trim(), boundTo(id)),
      takenBy: by === undefined ? undefined : refOf(by),
    };
    const complaint = await complaintStore.report(fresh, report, now - SAME_WITHIN_MS);
    await onChanged();
    return { complaint, token };
  }

  /** What whoever complained may know. */
  async publicState(token: string): Promise<{ complaint: Complaint; at: EpochMillis }> {
    return found(await this.#deps.complaintStore.byToken(hashOf(token)), 'complaint-unknown');
  }

  list(filter: Omit<Parameters<ComplaintStore['list']>[0], 'hamletIds' | 'communeIds'>, sight: Sight) {
    const bounds = sight === 'everything' ? {} : { hamletIds: [...sight.within], communeIds: [...sight.within] };
    return this.#deps.complaintStore.list({ ...filter, ...bounds });
  }

  async get(id: string): Promise<ComplaintDetail> {
    const { complaintStore, secretBox } = this.#deps;
    const complaint = found(await complaintStore.find(id), 'complaint-unknown');
    const reports = await complaintStore.reports(id);
    const opened = reports.map(({ contact, ...report }) => ({
      ...report,
      contact: contact === undefined ? undefined : secretBox.open(contact, boundTo(report.id)),
    }));
    return { complaint, reports: opened };
  }

  change(id: string, { state, owner, internalNote }: ComplaintChange, by: Caller): Promise<ComplaintDetail> {
    return this.#change(id, (before, now) => {
      if (before.state === 'closed' && (state !== undefined || owner !== undefined))
        throw new Refusal('complaint-closed');
      const isNew = owner !== undefined && owner !== before.owner;
      const note = internalNote === undefined ? [] : [{ at: now, by: by.name, text: internalNote.trim() }];
      return {
        ...before,
        ...(state === 'closed' && { state, closedAt: now }),
        ...(state === 'acknowledged' && before.state === 'new' && { state }),
        ...(isNew && { owner, dueAt: dueAt(owner, now, this.#deps.zone) }),
        notes: [...before.notes, ...note].slice(-MOST_NOTES),
      };
    });
  }

  answer(id: string, answer: string, by: Caller): Promise<ComplaintDetail> {
    return this.#change(id, (before, now) => {
      if (before.state === 'closed') throw new Refusal('complaint-closed');
      return { ...before, state: 'answered', answer: answer.trim(), answeredAt: now, answeredBy: refOf(by) };
    });
  }

  async #change(id: string, work: (before: Complaint, now: EpochMillis) => Complaint): Promise<ComplaintDetail> {
    const { complaintStore, onChanged, clock } = this.#deps;
    for (;;) {
      const before = found(await complaintStore.find(id), 'complaint-unknown');
      const after = work(before, clock.now());
      // somebody else has changed it in the same moment: what is asked for is asked of what it is now
      if (!(await complaintStore.change(after, before))) continue;
      await onChanged();
      const { hamletId, communeId } = before;
      noteChange({ areaId: hamletId ?? communeId, subjectId: id, before: said(before), after: said(after) });
      return this.get(id);
    }
  }

  async codeOf(clusterId: ClusterId): Promise<string | undefined> {
    return this.#deps.complaintStore.codeOf(clusterId);
  }

  /** The former one no longer leads anywhere. */
  async renewCode(clusterId: ClusterId): Promise<string> {
    const { complaintStore } = this.#deps;
    const place = found(await complaintStore.placeOfCluster(clusterId), 'cluster-unknown');
    const isFirst = (await complaintStore.codeOf(clusterId)) === undefined;
    const code = publicCodeOf(randomBytes(10));
    await complaintStore.setCode(clusterId, code);
    noteChange({ areaId: place.hamletId, subjectId: clusterId, after: { publicCode: isFirst ? 'made' : 'renewed' } });
    return code;
  }
}

/** Nothing of what villagers said, nor who they are. */
const said = ({ state, owner, answer }: Complaint) => ({ state, owner, ...(answer !== undefined && { answer }) });
