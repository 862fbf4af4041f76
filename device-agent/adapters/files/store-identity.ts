/** Who the store is: written last when a store is made, so that its presence says that the rest is there. */
import type { StoreId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { readFramedFile, writeFramedFile } from './atomic-file.ts';
import type { Disk } from './disk.ts';

export interface StoreIdentity {
  storeId: StoreId;
  bornAt?: EpochMillis;
}

export async function readIdentity(disk: Disk, path: string): Promise<StoreIdentity | 'damaged' | undefined> {
  const frames = await readFramedFile(disk, path);
  if (!Array.isArray(frames)) return frames;
  try {
    const { storeId, bornAt } = JSON.parse(Buffer.from(frames[0] ?? []).toString('utf8')) as Partial<StoreIdentity>;
    if (typeof storeId !== 'string') return 'damaged';
    return typeof bornAt === 'number' ? { storeId, bornAt } : { storeId };
  } catch {
    return 'damaged';
  }
}

export const writeIdentity = (disk: Disk, path: string, identity: StoreIdentity): Promise<void> =>
  writeFramedFile(disk, path, [Buffer.from(JSON.stringify(identity), 'utf8')]);
