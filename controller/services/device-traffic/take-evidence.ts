/** Plans that devices hand over because no controller seems to know them: verified like anything from outside. */
import { subjects } from '@loa-lang/schemas/wire/topics';
import type { PlanNews } from '../broadcasts/plan-news.ts';
import type { LatestRevisions } from '../publishing/answer-sync-latest.ts';
import type { OpenOwnPlan } from '../publishing/own-plans.ts';
import type { EpochKeeper } from '../publishing/publish-documents-epoch.ts';
import type { DeviceMessage, DeviceMessages } from './device-messages.ts';

export interface EvidenceDeps {
  messages: DeviceMessages;
  latest: LatestRevisions;
  epochs: EpochKeeper;
  news: PlanNews;
  openPlan: OpenOwnPlan;
}

export class TakeEvidence {
  readonly #deps: EvidenceDeps;

  constructor(deps: EvidenceDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#deps.messages.on('evidence', { shared: true }, (message) => this.#take(message));
  }

  async #take({ device, payload }: DeviceMessage<'evidence'>): Promise<void> {
    const { messages, latest, epochs, news, openPlan } = this.#deps;
    const { planId, document } = payload;
    const bytes = new TextEncoder().encode(document);
    const plan = await openPlan(planId, bytes);
    if (plan === undefined) {
      await messages.raise('forged-message', device.deviceId, `evidence: not a plan of ${planId}`);
      return;
    }
    const subject = subjects.plan(planId);
    const last = (await latest.of([subject])).get(subject);
    if (await news.consider(plan, bytes, last)) return;
    await epochs.observe(subject, plan, 'broker', `handed over by ${device.deviceId}`);
  }
}
