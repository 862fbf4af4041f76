/** The deployment's own keys: the root and the signing keys of the key document. */
import type { DeploymentId } from '@loa-lang/schemas/ids';
import type { SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import type { KeyUse, RootKey, SigningKey } from '@loa-lang/schemas/wire/keys';

export interface DeploymentKeys {
  deploymentId: DeploymentId;
  root: RootKey;
  /** signs key documents; absent where the root is kept offline */
  rootSigner: SigningIdentity | undefined;
  rotations: string[];
  publicKeys: SigningKey[];
  /** certificates of the deployment's authorities, newest first, DER in base64url; the key document names them */
  authorities?: string[];
  signer(use: KeyUse): SigningIdentity;
}

export interface KeyStore {
  /** Loads the keys, or makes them on the very first start. @throws when files are there but unreadable. */
  open(): Promise<DeploymentKeys>;
}
