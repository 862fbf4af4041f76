/**
 * What this device owes others: it confirms soon that it has learnt of a latch or of its lifting, and that it has its new
 * settings, for which somebody waits who has muted it; and it hands over a plan that its controller has forgotten, or
 * never knew.
 */
import type { Millis } from '@loa-lang/schemas/units';
import { isUnrecorded } from '@loa-lang/schemas/wire/common';
import type { SyncAnswer } from '@loa-lang/schemas/wire/sync';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from './alarm.ts';
import type { Speaker } from './identity.ts';
import type { KeepDocuments } from './keep-documents.ts';

export interface WitnessSilenceDeps {
  clock: Clock;
  random(): number;
  speaker: Speaker;
  documents(): Pick<KeepDocuments, 'followedPlans' | 'held' | 'signedPlan' | 'settings'>;
  /** a sync request is sent within so long */
  askWithin(ms: Millis): void;
}

/** Devices that hear of the same silence do not all answer at once: ten milliseconds for each of them. */
const SPREAD_PER_DEVICE_MS = 10;
const MIN_SPREAD_MS = 500;
const MAX_SPREAD_MS = 20_000;

export class WitnessSilence {
  readonly #deps: WitnessSilenceDeps;
  readonly #handOver: Alarm;
  /** latches and settings, as they were when it was last looked */
  #heard = '';
  /** plans of which the controller knows less than this device */
  #ahead: string[] = [];

  constructor(deps: WitnessSilenceDeps) {
    this.#deps = deps;
    this.#handOver = new Alarm(deps.clock, () => void this.#hand());
  }

  stop(): void {
    this.#handOver.end();
  }

  documentsChanged(): void {
    const plans = this.#deps.documents().followedPlans();
    const latches = plans.flatMap(({ silence }) => silence.map(({ id, liftedAt }) => `${id}@${liftedAt}`)).join();
    const { settings } = this.#deps.documents().held();
    const heard = `${latches} ${settings?.epoch}.${settings?.revision}`;
    if (heard === this.#heard) return;
    this.#heard = heard;
    this.#deps.askWithin(this.#spread());
  }

  /** What the controller says is the latest. */
  answered(latest: SyncAnswer['latest']): void {
    const { plans } = this.#deps.documents().held();
    this.#ahead = Object.entries(plans)
      .filter(([planId, held]) => isUnrecorded(held, latest.plans[planId]))
      .map(([planId]) => planId);
    if (this.#ahead.length === 0) this.#handOver.cancel();
    else if (this.#handOver.at === undefined) this.#handOver.after(this.#spread());
  }

  async #hand(): Promise<void> {
    const { speaker, documents } = this.#deps;
    for (const planId of this.#ahead) {
      const bytes = documents().signedPlan(planId);
      if (bytes === undefined) continue;
      await speaker.say('evidence', { planId, document: new TextDecoder().decode(bytes) });
    }
    // what comes of it is learnt by asking
    this.#deps.askWithin(MIN_SPREAD_MS);
  }

  #spread(): Millis {
    const { documents, random } = this.#deps;
    const audience = documents().settings()?.audienceSize ?? 1;
    return random() * Math.min(MAX_SPREAD_MS, Math.max(MIN_SPREAD_MS, audience * SPREAD_PER_DEVICE_MS));
  }
}
