/** Raises and clears "not heard". What a crash left is found again; judged twice it comes out the same. */
import type { Millis } from '@loa-lang/schemas/units';
import { heardAlarm } from '../../domain/heard/alarm.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { HeardRecord, HeardStore } from '../../ports/heard-store.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { IncomingReport } from '../../ports/report-store.ts';
import { RegularLook } from '../regular-look.ts';

export interface JudgeHeardDeps {
  heard: HeardStore;
  incidents: IncidentLog;
  feed: ProgressFeed;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Reports are looked at when they come; this finds what was left. */
const LOOK_EVERY_MS: Millis = 60_000;
/** Doubtful ones among them say nothing. */
const LOOKED_BACK = 20;

export class JudgeHeard {
  readonly #deps: JudgeHeardDeps;
  readonly #looks: RegularLook;

  constructor(deps: JudgeHeardDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('what microphones heard was not judged', cause),
    );
  }

  start(): void {
    this.#looks.start();
    void this.#looks.look();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  look(): Promise<void> {
    return this.#looks.look();
  }

  added(reports: readonly IncomingReport[]): void {
    if (reports.some(({ entry }) => entry.body.kind === 'heard')) void this.#looks.lookAnew();
  }

  async #look(): Promise<void> {
    const { heard, incidents, clock } = this.#deps;
    const runs = await heard.unjudged();
    for (const clusterId of new Set(runs.map((each) => each.clusterId))) {
      await this.#judge(
        clusterId,
        runs.filter((each) => each.clusterId === clusterId),
      );
    }
    // who was told not to listen will never say that it hears something again
    for (const clusterId of await heard.deaf()) await incidents.clear('not-heard', clusterId, clock.now());
  }

  async #judge(clusterId: string, runs: readonly HeardRecord[]): Promise<void> {
    const { heard, incidents, feed, clock } = this.#deps;
    const lately = await heard.lately(clusterId, LOOKED_BACK);
    const alarm = heardAlarm(lately);
    const now = clock.now();
    if (alarm === 'raise') {
      const [{ broadcastId = '', levelDbfs = 0, confidence = 0 } = {}] = lately;
      const detail = `${broadcastId}: ${levelDbfs} dBFS, ${Math.round(confidence * 100)} %`;
      await incidents.raise('not-heard', clusterId, detail, now);
      feed.emit({ type: 'incident', kind: 'not-heard', subject: clusterId, state: 'raised', detail });
    } else if (alarm === 'clear') {
      await incidents.clear('not-heard', clusterId, now);
    }
    for (const run of runs) await heard.judged(run, now);
  }
}
