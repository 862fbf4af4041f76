/** What is joined to make sound: decisions, playout, the output with its amplifier, and the account of what was heard. */
import type { AssetId, StreamId } from '@loa-lang/schemas/ids';
import type { Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import type { JournalView } from './domain/run-history.ts';
import { runKey } from './domain/run-key.ts';
import type { SoundingTime } from './on-the-spot/sounding-time.ts';
import { AmplifierKeeper } from './playout/amplifier-keeper.ts';
import type { Playout, PlayoutOptions } from './playout/playout.ts';
import type { OpenedSegment, OpenedSound } from './playout/segment.ts';
import type { Amplifier } from './ports/amplifier.ts';
import type { AssetCache } from './ports/asset-cache.ts';
import type { AudioSink, AudioSource } from './ports/audio-sink.ts';
import type { Clock } from './ports/clock.ts';
import type { DeviceStore } from './ports/device-store.ts';
import { Account } from './services/account.ts';
import type { FaultLedger } from './services/fault-ledger.ts';
import type { KeepTime } from './services/keep-time.ts';
import { Play } from './services/play.ts';
import { RunSink } from './services/run-sink.ts';
import type { ViewPlans } from './services/view-plans.ts';

export interface SoundingDeps {
  clock: Clock;
  store: DeviceStore;
  /** the store's journal as it was at boot */
  journal: JournalView;
  cache: AssetCache;
  faults: FaultLedger;
  time: KeepTime;
  /** by which sound is made, see there */
  soundingTime: SoundingTime;
  /** started at this device itself */
  isLocal(run: Pick<Run, 'broadcastId'>): boolean;
  plans: ViewPlans;
  settings(): Settings | undefined;
  createPlayout(options: PlayoutOptions): Playout;
  createSink(controllerTimeAt: (at: MonotonicMillis) => number | undefined): AudioSink;
  amplifier: Amplifier | undefined;
  /** what lies between playout and the output; see `hearing` */
  through(source: AudioSource): AudioSource;
  openSound(path: string, assetId: AssetId): Promise<OpenedSound>;
  streaming: {
    open(streamId: StreamId, originAt: EpochMillis): Promise<OpenedSegment>;
    /** what is to sound has changed */
    laidOut(): void;
  };
  /** resolves when the receipt is durable */
  report(receipt: Receipt): Promise<void>;
  /** audio that is there could not be played */
  broken(assetId: AssetId): void;
}

export interface Sounding {
  account: Account;
  play: Play;
  output: RunSink;
  state(): 'idle' | 'sounding' | 'failed';
  start(): Promise<void>;
  /** Silent and written down when it resolves. */
  stop(): Promise<void>;
}

const AMPLIFIER_QUIET_MS = 60_000;
export const DEFAULT_FLOOR_DBFS = -50;

export function joinSounding(deps: SoundingDeps): Sounding {
  const { clock, store, journal, cache, faults, time, soundingTime, plans, settings } = deps;
  const now = () => soundingTime.now();
  const timeMap = () => soundingTime.timeMap();
  const joinReady = () => time.joinReady();
  const view = (at: number) => plans.at(at);

  const account: Account = new Account({
    clock,
    store,
    faults,
    report: deps.report,
    earlier: journal.runs,
    closed: journal.closed,
    playout: () => playout,
    now,
    timeMap,
    bootedAt: () => time.bootedAt(),
    trustedSince: () => time.trustedSince,
    isTrusted: () => soundingTime.isTrusted,
    joinReady,
    view,
    has: (assetId) => cache.has(assetId),
    outputFloorDbfs: () => settings()?.outputFloorDbfs ?? DEFAULT_FLOOR_DBFS,
  });
  const playout: Playout = deps.createPlayout({
    clock,
    timeMap,
    listener: {
      started: (record) => account.started(record),
      ended: (record) => account.ended(record),
      failed: (segment, reason) => {
        account.failed(segment, reason);
        if (segment.assetId !== undefined) deps.broken(segment.assetId);
      },
    },
    isAudible: (at) => amplifier?.isWarm(at) ?? true,
  });
  const source = deps.through(playout);
  const amplifier =
    deps.amplifier &&
    new AmplifierKeeper({
      clock,
      amplifier: deps.amplifier,
      source,
      onFault: (detail) => faults.raise('amplifier-failed', detail, AMPLIFIER_QUIET_MS),
    });
  const output = new RunSink({
    clock,
    sink: deps.createSink((at) => timeMap()?.toController(at)),
    source,
    faults,
    failed: () => {
      for (const segment of play.sounding()) account.notice(runKey(segment), 'sink-failed');
    },
  });
  const play: Play = new Play({
    clock,
    playout,
    sink: {
      changed: () => {
        output.changed();
        amplifier?.changed();
        deps.streaming.laidOut();
      },
    },
    journal: store.journal,
    faults,
    earlier: journal.runs,
    closed: journal.closed,
    now,
    timeMap,
    joinReady,
    outdated: () => time.outdated,
    bornAt: () => store.bornAt(),
    view,
    isLocal: deps.isLocal,
    volumeDb: () => settings()?.volumeDb ?? 0,
    cache,
    openSound: deps.openSound,
    openStream: deps.streaming.open,
    noticed: (key, reason) => account.notice(key, reason),
  });

  return {
    account,
    play,
    output,
    state: () => (output.failed ? 'failed' : play.sounding().length > 0 ? 'sounding' : 'idle'),
    async start() {
      await output.start();
      amplifier?.start();
    },
    async stop() {
      await play.stop();
      account.stop();
      await output.stop();
      playout.stop();
      await amplifier?.stop();
    },
  };
}
