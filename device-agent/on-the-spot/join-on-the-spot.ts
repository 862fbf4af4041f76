/** What is joined so that somebody at the device can be heard: see `sounding.ts` for the rest of what makes sound. */
import type { BroadcastId, StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { LocalAct, Receipt, ReportEntry } from '@loa-lang/schemas/wire/report';
import { lastKnownTime } from '../domain/last-known-time.ts';
import type { OpenedSegment } from '../playout/segment.ts';
import type { AuxInput } from '../ports/aux-input.ts';
import type { DeviceStore } from '../ports/device-store.ts';
import type { FaultLedger } from '../services/fault-ledger.ts';
import type { KeepTime } from '../services/keep-time.ts';
import { AuxLine } from './aux-line.ts';
import { LocalActs } from './local-acts.ts';
import { SoundingTime } from './sounding-time.ts';
import { type SpeakDeps, SpeakOnTheSpot } from './speak-on-the-spot.ts';
import { SpotDoorkeeper } from './spot-doorkeeper.ts';

/** Made here, of what is given. */
type Made = 'acts' | 'time' | 'doorkeeper' | 'aux' | 'newId' | 'told';

export interface OnTheSpotDeps extends Omit<SpeakDeps, Made> {
  store: DeviceStore;
  newNonce(): string;
  faults: FaultLedger;
  time(): KeepTime;
  auxInput: AuxInput | undefined;
  log(text: string): void;
}

export interface OnTheSpot {
  acts: LocalActs;
  time: SoundingTime;
  doorkeeper: SpotDoorkeeper;
  speak: SpeakOnTheSpot;
  aux: AuxLine | undefined;
}

const DISK_QUIET_MS: Millis = 60_000;
/** Somebody may come by and look. */
const ATTEMPTS_QUIET_MS: Millis = 24 * 3_600_000;

export function joinOnTheSpot(deps: OnTheSpotDeps): OnTheSpot {
  const { clock, store, machineBoot, newNonce, faults, settings, followedPlans } = deps;
  const acts = new LocalActs({
    clock,
    journal: store.journal,
    machineBoot,
    languages: () => settings()?.languages ?? [],
    refused: (error) => faults.raise('disk-full', `act at the device not journaled: ${error}`, DISK_QUIET_MS),
  });
  const lowerBound = () => {
    const issued = followedPlans().map((plan) => plan.issuedAt);
    const known = [lastKnownTime(store), ...issued].filter((at) => at !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  };
  const trusted = { now: () => deps.time().now(), timeMap: () => deps.time().timeMap() };
  const time = new SoundingTime({ clock, acts, trusted, lowerBound });
  const doorkeeper = new SpotDoorkeeper({
    ...{ clock, acts, newToken: newNonce, followedPlans },
    now: () => time.known(),
    suspicious: (wrong) => faults.raise('code-attempts', `${wrong} wrong codes at the device`, ATTEMPTS_QUIET_MS),
  });
  const aux =
    deps.auxInput && new AuxLine({ clock, input: deps.auxInput, broke: deps.log, dead: () => speak.stopMicrophone() });
  const speak: SpeakOnTheSpot = new SpeakOnTheSpot({
    ...{ ...deps, acts, time, doorkeeper, aux, newId: newNonce },
    told: (broadcastId) => lastTold(store.outbox.pending(), broadcastId),
  });
  return { acts, time, doorkeeper, speak, aux };
}

function lastTold(pending: readonly ReportEntry[], broadcastId: BroadcastId): LocalAct | undefined {
  for (const { body } of [...pending].reverse()) {
    if (body.kind === 'local-act' && body.broadcastId === broadcastId) return body;
  }
  return undefined;
}

/** A stream: the own input socket, or one that comes by the network. */
export const openerOf =
  ({ acts, aux }: OnTheSpot, fromAfar: (streamId: StreamId, originAt: EpochMillis) => Promise<OpenedSegment>) =>
  async (streamId: StreamId, originAt: EpochMillis): Promise<OpenedSegment> => {
    if (!acts.has(streamId)) return fromAfar(streamId, originAt);
    return aux?.open() ?? { ok: false, reason: 'missing', detail: 'no input socket' };
  };

/** What a receipt says while there is no trusted time: what happened, and not when. */
export function undated({ startedAt: _, endedAt: __, ...receipt }: Receipt): Receipt {
  return receipt;
}
