/** What is joined to know the truth about the sound: a tap before the output, tests that sound, and an ear. */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { Dbfs, EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import type { HeardReport, SelfTestReport } from '@loa-lang/schemas/wire/report';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import type { AgentDeps } from '../agent-deps.ts';
import type { SoundingTime } from '../on-the-spot/sounding-time.ts';
import type { OpenedSegment } from '../playout/segment.ts';
import type { AudioSource } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommandExecutor } from '../ports/command-executor.ts';
import type { FaultLedger } from '../services/fault-ledger.ts';
import type { ViewPlans } from '../services/view-plans.ts';
import { DEFAULT_FLOOR_DBFS, type Sounding } from '../sounding.ts';
import { Ear } from './ear.ts';
import { HearOutput } from './hear-output.ts';
import { OutputTap, UNEXPLAINED_QUIET_MS } from './output-tap.ts';
import { Reference, type ReferenceDeps } from './reference.ts';
import { SoundTest } from './sound-test.ts';
import { testCommands } from './test-commands.ts';
import { mayTest } from './test-gate.ts';
import { TestSound } from './test-sound.ts';
import { Warrant } from './warrant.ts';
import { WatchOutput } from './watch-output.ts';

export interface HearingDeps extends Pick<ReferenceDeps, 'cache'> {
  agent: Pick<AgentDeps, 'openSound' | 'microphone' | 'neighbours' | 'amplifier'>;
  clock: Clock;
  faults: FaultLedger;
  plans: ViewPlans;
  /** by which sound is made */
  soundingTime: SoundingTime;
  settings(): Settings | undefined;
  followedPlans(): readonly Plan[];
  sounding(): Pick<Sounding, 'play' | 'output'>;
  /** resolves when the report is durable */
  report(report: SelfTestReport | HeardReport): Promise<void>;
  bug(error: unknown): void;
}

export interface Hearing {
  start(): void;
  /** Lies between what makes sound and the output. */
  through(source: AudioSource): AudioSource;
  /** What is laid out has changed. */
  laidOut(): void;
  metered(open: (streamId: StreamId, originAt: EpochMillis) => Promise<OpenedSegment>): typeof open;
  readonly executors: { 'play-test': CommandExecutor; 'self-test': CommandExecutor };
  /** RMS of the last second that sounded; `undefined` when nothing has. */
  outputDbfs(): Dbfs | undefined;
  /** Breaks off what is under way. */
  stop(): Promise<void>;
}

export function joinHearing(deps: HearingDeps): Hearing {
  const { clock, faults, plans, settings, soundingTime, sounding, cache, bug } = deps;
  const { openSound, microphone, neighbours, amplifier } = deps.agent;
  const timeMap = () => soundingTime.timeMap();
  const view = (at: EpochMillis) => plans.at(at);
  const outputFailed = () => sounding().output.failed;
  const playing = () => sounding().play.playing();
  const outputFloorDbfs = () => settings()?.outputFloorDbfs ?? DEFAULT_FLOOR_DBFS;
  const volumeDb = () => settings()?.volumeDb ?? 0;
  const refusal = (lengthMs: Millis) =>
    mayTest(
      {
        ...{ settings, view, outputFailed, followedPlans: deps.followedPlans },
        now: () => (soundingTime.isTrusted ? soundingTime.now() : undefined),
      },
      lengthMs,
    );

  let source: AudioSource | undefined;
  const sound = new TestSound({
    render: (block, heardAt, hearing) => source?.render(block, heardAt, hearing) ?? false,
    nextSoundAt: (now) => source?.nextSoundAt(now),
  });
  const warrant = new Warrant({ now: () => soundingTime.now(), timeMap, view });
  const unexplained = (what: string) => faults.raise('unexplained-output', `muted: ${what}`, UNEXPLAINED_QUIET_MS);
  const tap = new OutputTap({
    source: sound,
    covers: (from, to) => warrant.covers(from, to),
    unexplained: (level) => unexplained(`${level.toFixed(0)} dBFS that nobody asked for`),
    bug,
  });
  const reference = new Reference({ cache, openSound });
  const watch = new WatchOutput({
    ...{ clock, faults, tap, reference, timeMap, playing, outputFailed, outputFloorDbfs, volumeDb, bug },
    looks: () => warrant.look(),
  });
  const ear = microphone && new Ear({ clock, microphone, faults });
  const hear =
    ear &&
    new HearOutput({
      ...{ clock, ear, tap, timeMap, playing, bug },
      isWanted: () => settings()?.listen === true,
      report: (report) => void deps.report(report),
    });
  const test = new SoundTest({
    ...{ clock, sound, tap, warrant, refusal },
    warmUpMs: amplifier?.warmUpMs ?? 0,
    aheadMs: () => sounding().output.aheadMs() ?? 0,
    changed: () => sounding().output.changed(),
  });
  return {
    start: () => neighbours?.start((names) => unexplained(`another program at the output: ${names.join(', ')}`)),
    through(made) {
      source = made;
      return tap;
    },
    laidOut() {
      warrant.look();
      watch.laidOut();
      hear?.laidOut();
    },
    metered: (open) => reference.metered(open),
    executors: testCommands({
      ...{ test, refusal, ear, volumeDb, outputFloorDbfs, report: deps.report },
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    }),
    outputDbfs: () => tap.outputDbfs(),
    async stop() {
      test.stop();
      watch.stop();
      neighbours?.stop();
      await hear?.stop();
    },
  };
}
