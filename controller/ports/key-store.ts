/** The deployment's own keys: what the root has signed, and the private halves that are held here. */
import type { DeploymentId } from '@loa-lang/schemas/ids';
import type { KeyRing } from '@loa-lang/schemas/sealing/key-ring';
import type { SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import type { Revision } from '@loa-lang/schemas/wire/common';
import type { KeyUse, RootKey } from '@loa-lang/schemas/wire/keys';

/** Changes while the controller runs: ask anew instead of keeping what it answers. */
export interface DeploymentKeys {
  readonly deploymentId: DeploymentId;
  /** today's root */
  readonly root: RootKey;
  /** public halves, by today's key document */
  readonly ring: KeyRing;
  /** today's key document as the root signed it; its revision is the root's, not the database's */
  readonly signed: Revision & { bytes: Uint8Array };
  signer(use: KeyUse): SigningIdentity;
}

/** Keys that were changed on the disk, by a command. */
export interface StagedKeys {
  /** devices may have the new document now; nothing is signed with its keys before `activate` */
  activate(): void;
}

export interface ChangingKeys extends DeploymentKeys {
  /** `undefined` when nothing has changed. @throws when the files are there and cannot be read */
  stage(): Promise<StagedKeys | undefined>;
}
