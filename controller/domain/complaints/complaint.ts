/** Complaints of villagers: who sees to one, until when, and what is the same one. */
import type { AreaId, BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import {
  COMPLAINTS,
  type ComplaintKind,
  type ComplaintOwner,
  type ComplaintSource,
  type ComplaintState,
} from '@loa-lang/schemas/states/complaint';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { DAY_MS } from '../calendar/civil-date.ts';
import { zoneClock } from '../calendar/zone-clock.ts';
import type { PersonRef } from '../people/person.ts';

export interface ComplaintPlace {
  communeId: AreaId;
  hamletId: AreaId | undefined;
  clusterId: ClusterId | undefined;
}

export interface Complaint extends ComplaintPlace {
  id: string;
  broadcastId: BroadcastId | undefined;
  kind: ComplaintKind;
  owner: ComplaintOwner;
  state: ComplaintState;
  /** reports of the same */
  count: number;
  firstAt: EpochMillis;
  lastAt: EpochMillis;
  dueAt: EpochMillis;
  answer: string | undefined;
  answeredAt: EpochMillis | undefined;
  answeredBy: PersonRef | undefined;
  closedAt: EpochMillis | undefined;
  notes: readonly { at: EpochMillis; by: string; text: string }[];
}

export interface ComplaintReport {
  id: string;
  at: EpochMillis;
  source: ComplaintSource;
  text: string;
  /** sealed */
  contact: string | undefined;
  takenBy: PersonRef | undefined;
}

/** What is being seen to. */
export const OPEN_STATES: readonly ComplaintState[] = ['new', 'acknowledged'];
export const isOpen = ({ state }: Pick<Complaint, 'state'>): boolean => OPEN_STATES.includes(state);

export const usualOwner = (kind: ComplaintKind): ComplaintOwner => COMPLAINTS[kind].owner;

const DAYS: Readonly<Record<ComplaintOwner, number>> = { technician: 3, officer: 5 };
/** End of an office's day. */
const DUE_TIME: Millis = 17 * 3_600_000;

/**
 * Days of the calendar, because the village is without its loudspeaker on a Sunday too, and because everybody who is
 * told the day counts it alike.
 */
export function dueAt(owner: ComplaintOwner, at: EpochMillis, zone: string): EpochMillis {
  const clock = zoneClock(zone, at, at + 10 * DAY_MS);
  const midnight = Math.floor(clock.wallAt(at) / DAY_MS) * DAY_MS;
  return clock.instantOf(midnight + DAYS[owner] * DAY_MS + DUE_TIME);
}

/** What is reported again so soon is the same: one morning, one fault, a whole lane that calls. */
export const SAME_WITHIN_MS: Millis = 6 * 3_600_000;
/** After it was seen to, somebody may still ask back for so long. */
export const CONTACT_KEPT_MS: Millis = 182 * DAY_MS;

export const incidentOf = (owner: ComplaintOwner): IncidentKind =>
  owner === 'technician' ? 'complaint-fault' : 'complaint-content';

/** An incident is about the cluster where that is known, or else about the place. */
export const subjectOf = ({ clusterId, hamletId, communeId }: ComplaintPlace): string =>
  clusterId ?? hamletId ?? communeId;

/** As it is typed: case, spaces and strokes are left to people, and 0, 1 are what look like them (Crockford). */
export const tidyCode = (text: string): string =>
  text.toUpperCase().replace(/[ -]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');

/** `PA-4F2A9C`: the end of its id, which is random. It names, and opens nothing. */
export const referenceOf = ({ id }: { id: string }): string => `PA-${id.slice(-6).toUpperCase()}`;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 50 bits: among 5,000 clusters a guess hits one in 225 billion. @param bytes ten of them, random */
export const publicCodeOf = (bytes: Uint8Array): string =>
  [...bytes.slice(0, 10)].map((byte) => ALPHABET[byte % 32]).join('');
