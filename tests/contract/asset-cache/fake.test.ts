import { FakeAssetCache } from '../../support/fake-asset-cache.ts';
import { assetCacheContract } from './asset-cache-contract.ts';

assetCacheContract('in memory', async (quotaBytes) => new FakeAssetCache({ quotaBytes }));
