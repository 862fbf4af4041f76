/** How a relay does, as it is written down for everybody. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { RelayOnAir } from '../../domain/streams/relay-source.ts';
import type { PullState } from './relay-pull.ts';

const tenth = (value: number): number => Math.round(value * 10) / 10;

export function onAirOf(state: PullState, at: EpochMillis): RelayOnAir {
  const { since, gap, alive, isSent, sound, lufs, levelDbfs, bufferMs, attempts, lastEnd } = state;
  return {
    ...{ at, since, bufferMs, attempts },
    state: gap?.reason ?? (alive ? (isSent ? 'on-air' : 'unsent') : 'starting'),
    ...(sound !== undefined && { address: sound.address, format: sound.format }),
    ...(lufs !== undefined && { lufs: tenth(lufs) }),
    ...(levelDbfs !== undefined && { levelDbfs: tenth(levelDbfs) }),
    ...(lastEnd !== undefined && { fault: lastEnd }),
  };
}
