/** Raises and clears "too quiet", by what the clusters' outputs have measured while they played. */
import type { ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { LOW_TIMES, levelOf, lowAlarm } from '../../domain/level/low-alarm.ts';
import { OUTPUT_FLOOR_DBFS } from '../../domain/plan-content/settings-content.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { OpenIncidents } from '../../ports/incident-reader.ts';
import type { PlayedReceipts } from '../../ports/played-receipts.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { IncomingReport } from '../../ports/report-store.ts';
import { RegularLook } from '../regular-look.ts';

export interface JudgeLevelsDeps {
  played: PlayedReceipts;
  incidents: IncidentLog;
  openIncidents: OpenIncidents;
  feed: Pick<ProgressFeed, 'emit'>;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

const KIND = 'output-low';
/** Reports are looked at when they come; this tries again what could not be looked at. */
const LOOK_EVERY_MS: Millis = 60_000;
/** Where less is played, three broadcasts say nothing of now. */
const LOOK_BACK_MS: Millis = 7 * 24 * 3600_000;

export class JudgeLevels {
  readonly #deps: JudgeLevelsDeps;
  readonly #looks: RegularLook;
  /** who has said something since the last look, and whether that was loud */
  #told = new Map<DeviceId, 'loud' | 'low'>();

  constructor(deps: JudgeLevelsDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('levels of the clusters were not judged', cause),
    );
  }

  start(): void {
    this.#looks.start();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  look(): Promise<void> {
    return this.#looks.look();
  }

  added(reports: readonly IncomingReport[]): void {
    for (const { deviceId, entry } of reports) {
      if (entry.body.kind !== 'receipt') continue;
      const level = levelOf(entry.body, OUTPUT_FLOOR_DBFS);
      if (level !== undefined) this.#told.set(deviceId, level);
    }
    if (this.#told.size > 0) void this.#looks.lookAnew();
  }

  async #look(): Promise<void> {
    if (this.#told.size === 0) return;
    const told = this.#told;
    this.#told = new Map();
    try {
      const open = new Set((await this.#deps.openIncidents.openOf([KIND])).map(({ subject }) => subject));
      // nearly all are loud, and were: nothing is read of them
      const asked = [...told].flatMap(([deviceId, level]) => (level === 'low' || open.size > 0 ? [deviceId] : []));
      if (asked.length === 0) return;
      for (const [deviceId, clusterId] of await this.#deps.played.placesOf(asked))
        if (told.get(deviceId) === 'low' || open.has(clusterId)) await this.#judge(clusterId, open.has(clusterId));
    } catch (cause) {
      this.#told = new Map([...told, ...this.#told]);
      throw cause;
    }
  }

  async #judge(clusterId: ClusterId, isOpen: boolean): Promise<void> {
    const { played, incidents, feed, clock } = this.#deps;
    const now = clock.now();
    const lately = await played.finished(clusterId, now - LOOK_BACK_MS, LOW_TIMES);
    const alarm = lowAlarm(lately.flatMap((receipt) => levelOf(receipt, OUTPUT_FLOOR_DBFS) ?? []));
    if (alarm === 'keep' || isOpen === (alarm === 'raise')) return;
    const detail = `${Math.round(lately[0]?.outputLevelDbfs ?? 0)} dBFS`;
    if (alarm === 'raise') await incidents.raise(KIND, clusterId, detail, now);
    else await incidents.clear(KIND, clusterId, now);
    feed.emit({
      ...{ type: 'incident', kind: KIND, subject: clusterId, detail },
      state: alarm === 'raise' ? 'raised' : 'cleared',
    });
  }
}
