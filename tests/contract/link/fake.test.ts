import { FakeHub } from '../../support/fake-link.ts';
import { linkContract, textOf } from './link-contract.ts';

linkContract('in memory', async () => {
  const hub = new FakeHub();
  const seen: { topic: string; text: string }[] = [];
  hub.observe('up/#', ({ topic, payload }) => seen.push({ topic, text: textOf(payload) }));
  return {
    seen,
    makeLink: (options) => hub.link(options),
    publish: async (topic, payload, options) => hub.publish(topic, payload, options),
    cut: () => hub.cut(),
    block() {
      hub.isReachable = false;
    },
    unblock() {
      hub.isReachable = true;
    },
    close: async () => undefined,
  };
});
