/** Which of several controllers on one broker pushes an asset: each hears all wants, one answers them. */
import type { AssetId } from '@loa-lang/schemas/ids';

export interface PushLease {
  /** Whether this controller is the one, until `release()` or its death. @throws when nobody can say. */
  take(assetId: AssetId): Promise<boolean>;
  /** Lets go of all assets. */
  release(): void;
}
