/** A controller that is alone on its broker pushes every asset. */
import type { PushLease } from '@loa-lang/controller/ports/push-lease';

export const alone: PushLease = { take: async () => true, release: () => undefined };
