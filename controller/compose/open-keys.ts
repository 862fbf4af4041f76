/** The deployment's keys and its certificate authority, which the key document names to devices. */
import { derOf, openAuthority } from '../adapters/certificates/file-authority.ts';
import type { JsonLog } from '../adapters/json-log.ts';
import { type Lock, openSecretBox } from '../adapters/keys/box-lock.ts';
import { FileKeyStore } from '../adapters/keys/file-key-store.ts';
import { KeyCabinet } from '../adapters/keys/key-cabinet.ts';
import type { Authority } from '../ports/authority.ts';
import type { ChangingKeys } from '../ports/key-store.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import { startStep } from '../start-fault.ts';

export interface OpenedKeys {
  /** for every secret that is kept */
  secrets: SecretBox;
  keys: ChangingKeys;
  /** signs certificates */
  authority: Authority;
}

export async function openKeys(dataDir: string, lock: Lock, log: JsonLog): Promise<OpenedKeys> {
  const keysStep = <T>(open: () => Promise<T>) =>
    startStep(
      (detail) => ({ vi: `Không mở được khoá của hệ thống: ${detail}.`, en: `The keys cannot be opened: ${detail}.` }),
      open,
    );
  const secrets = await keysStep(() => openSecretBox(dataDir, lock));
  const keys = await keysStep(() => new FileKeyStore(dataDir, secrets).open());
  const authority = await startStep(
    (detail) => ({
      vi: `Không mở được nơi cấp chứng thư của hệ thống: ${detail}.`,
      en: `The certificate authority cannot be opened: ${detail}.`,
    }),
    () => openAuthority(dataDir, keys.deploymentId, secrets),
  );
  await keysStep(() => nameAuthorities(authority, keys, new KeyCabinet(dataDir, secrets), log));
  return { secrets, keys, authority };
}

/** Where the root is elsewhere devices keep to those they know until it has signed; servers show a bridge from them. */
async function nameAuthorities(authority: Authority, keys: ChangingKeys, cabinet: KeyCabinet, log: JsonLog) {
  const names = authority.certificates.map(derOf);
  if (keys.ring.document.authorities?.join() === names.join()) return;
  if (await cabinet.nameAuthorities(names)) (await keys.stage())?.activate();
  else log.warn('the root has yet to sign which certificate authorities count: npm run keys -- request --same-keys');
}
