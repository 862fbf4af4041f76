/** A source of relays, as it is stored, and what was found when it was tried. */
import type { AreaId, StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

export interface RelaySource {
  /** also the id of its stream */
  id: StreamId;
  /** whose it is: a commune's, or one of an area above, for all below it */
  areaId: AreaId;
  name: string;
  /** main, then alternates, in the order in which they are tried */
  addresses: string[];
  enabled: boolean;
  createdAt: EpochMillis;
  changedAt: EpochMillis;
  removedAt: EpochMillis | undefined;
  lastCheck: RelayCheck | undefined;
  onAir: RelayOnAir | undefined;
}

/** Why nothing is heard from one address; `silent`: something comes, and nothing can be heard. */
export interface AddressFault {
  address: string;
  fault: string;
  detail: string;
}

export interface RelayCheck {
  at: EpochMillis;
  /** whether any of the addresses can be heard */
  ok: boolean;
  /** the one that can */
  address?: string;
  format?: string;
  inPieces?: boolean;
  /** of what was heard, some seconds of it; absent where there was too little */
  lufs?: number;
  levelDbfs?: number;
  /** of those that were tried before it, in order */
  faults: AddressFault[];
}

export interface RelayOnAir {
  /** when this was so */
  at: EpochMillis;
  state: 'starting' | 'on-air' | 'unsent' | 'dead' | 'silent';
  /** since it is being pulled */
  since: EpochMillis;
  address?: string;
  format?: string;
  lufs?: number;
  levelDbfs?: number;
  bufferMs: Millis;
  attempts: number;
  fault?: AddressFault;
}

/** Told more often than this; whoever told it is gone otherwise. */
const ON_AIR_COUNTS_MS: Millis = 20_000;

export const onAirAt = ({ onAir }: Pick<RelaySource, 'onAir'>, now: EpochMillis): RelayOnAir | undefined =>
  onAir !== undefined && now - onAir.at <= ON_AIR_COUNTS_MS ? onAir : undefined;

const LONGEST_ADDRESS = 500;

/** Whether it can be an address of a source at all. One with a name and a password in it would be shown to everybody. */
export function isSourceAddress(address: string): boolean {
  if (address.length > LONGEST_ADDRESS || !URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '' && username === '' && password === '';
}

/** When a source is tried before a slot: early enough to look for another one, and shortly before, when it is late. */
export const CHECKED_BEFORE_MS: readonly Millis[] = [6 * 3600_000, 3600_000, 15 * 60_000, 4 * 60_000];

/** Whether a check before the slot is due that was not made yet. */
export const isCheckDue = (slotAt: EpochMillis, checkedAt: EpochMillis | undefined, now: EpochMillis): boolean =>
  CHECKED_BEFORE_MS.some((before) => now >= slotAt - before && (checkedAt ?? 0) < slotAt - before);
