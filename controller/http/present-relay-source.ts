/** Relay sources as HTTP shows them. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import { SOURCE_FAULT_WORDS } from '@loa-lang/schemas/errors/relay-faults';
import type { RelayCheckBody, RelayOnAirBody, RelaySourceBody } from '@loa-lang/schemas/http/relay-sources';
import type { EpochMillis } from '@loa-lang/schemas/units';
import {
  type AddressFault,
  onAirAt,
  type RelayCheck,
  type RelayOnAir,
  type RelaySource,
} from '../domain/streams/relay-source.ts';
import { outInstant, outOptional } from './instants.ts';

const WORDS: Readonly<Partial<Record<string, Words>>> = SOURCE_FAULT_WORDS;

const UNTOLD: Words = { vi: 'Chưa rõ lý do.', en: 'The reason is not known.' };

export const faultWords = (fault: AddressFault | undefined): Words => WORDS[fault?.fault ?? ''] ?? UNTOLD;

const faultBody = (fault: AddressFault) => {
  const message = WORDS[fault.fault];
  return { ...fault, ...(message !== undefined && { message: { ...message } }) };
};

export const checkBody = (check: RelayCheck): RelayCheckBody => ({
  ...check,
  at: outInstant(check.at),
  faults: check.faults.map(faultBody),
});

const onAirBody = ({ at, since, fault, ...rest }: RelayOnAir): RelayOnAirBody => ({
  ...rest,
  at: outInstant(at),
  since: outInstant(since),
  ...(fault !== undefined && { fault: faultBody(fault) }),
});

export function relaySourceBody(source: RelaySource, now: EpochMillis): RelaySourceBody {
  const { id, areaId, name, addresses, enabled, createdAt, changedAt, removedAt, lastCheck } = source;
  const onAir = onAirAt(source, now);
  return {
    ...{ id, areaId, name, addresses, enabled },
    createdAt: outInstant(createdAt),
    changedAt: outInstant(changedAt),
    ...outOptional('removedAt', removedAt),
    ...(lastCheck !== undefined && { lastCheck: checkBody(lastCheck) }),
    ...(onAir !== undefined && { onAir: onAirBody(onAir) }),
  };
}
