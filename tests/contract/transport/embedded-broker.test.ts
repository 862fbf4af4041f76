import { controllerCredentials, startEmbeddedBroker, type TestBroker } from '../../support/broker.ts';
import { transportSuite } from './transport-suite.ts';

transportSuite('the embedded broker', async () => {
  let broker: TestBroker = await startEmbeddedBroker();
  const { port } = broker;
  return {
    port,
    credentials: controllerCredentials(),
    sharedWorks: false,
    async restart() {
      await broker.stop();
      broker = await startEmbeddedBroker({ port });
    },
    stop: () => broker.stop(),
  };
});
