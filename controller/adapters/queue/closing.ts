/** Ends what was opened, or cuts what does not answer. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Consumer, Producer } from './backend.ts';
import { within } from './deadline.ts';

export interface Opened {
  producer: Producer;
  consumer: Consumer;
}

/** Of the ten seconds that the whole controller has: jobs end that have begun; what does not answer then is cut. */
const STOP_WITHIN_MS: Millis = 3_000;
const CUT_WITHIN_MS: Millis = 500;

export async function close({ producer, consumer }: Partial<Opened>): Promise<void> {
  await endOrCut(STOP_WITHIN_MS, consumer);
  await endOrCut(CUT_WITHIN_MS, producer);
}

const endOrCut = async (withinMs: Millis, end: Producer | Consumer | undefined): Promise<void> => {
  if (end === undefined) return;
  await within(withinMs, 'closing the queue', end.close()).catch(() =>
    within(CUT_WITHIN_MS, 'cutting the queue', end.disconnect()).catch(() => undefined),
  );
};
