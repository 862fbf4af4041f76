import { FakeDeviceStoreHome } from '../../support/fake-device-store.ts';
import { deviceStoreContract } from './device-store-contract.ts';

deviceStoreContract('in memory', async () => {
  const home = new FakeDeviceStoreHome();
  return {
    open: () => home.open(),
    fill(full) {
      home.diskIsFull = full;
    },
  };
});
