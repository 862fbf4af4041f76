/** Publishes what a change touched and says honestly what became of it. */
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { DeviceId, PlanId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import type { PlanPublisher } from '../../ports/plan-publisher.ts';

/**
 * A person waits for the answer: after this it says "not sent yet" although the publish may still succeed. With the
 * longest wait for the database it stays within 3 s.
 */
const ANSWER_WITHIN_MS: Millis = 2_000;

export interface Touched {
  plans?: readonly PlanId[];
  settings?: readonly DeviceId[];
  /** somebody waits for sound or for silence */
  urgent?: boolean;
}

export class DocumentDelivery {
  readonly #publisher: PlanPublisher;

  constructor(publisher: PlanPublisher) {
    this.#publisher = publisher;
  }

  /** Settings first: a device must follow a plan before what the plan says can reach it. */
  async deliver({ plans = [], settings = [], urgent = false }: Touched): Promise<Delivery> {
    const ids = [...settings, ...plans];
    if (ids.length === 0) return { state: 'sent', waiting: [] };
    const waiting = new Set(ids);
    const settle = (sent: readonly string[], outcomes: readonly { ok: boolean }[]) => {
      for (const [index, id] of sent.entries()) if (outcomes[index]?.ok) waiting.delete(id);
    };
    const work = (async () => {
      if (settings.length > 0) settle(settings, await this.#publisher.publishSettings(settings, { urgent }));
      if (plans.length > 0) settle(plans, await this.#publisher.publishPlans(plans, { urgent }));
    })();
    await within(ANSWER_WITHIN_MS, work);
    return { state: waiting.size === 0 ? 'sent' : 'not-sent', waiting: [...waiting] };
  }
}

/** Resolves with the work or at the deadline, whichever comes first; the work goes on. */
async function within(deadlineMs: Millis, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  });
  // publishing answers with values; what it throws leaves its documents among those that wait
  await Promise.race([work.catch(() => undefined), deadline]);
  clearTimeout(timer);
}
