/** A deployment's keys in a folder, sealed with a key that everybody knows. */
import { AesSecretBox } from '@loa-lang/controller/adapters/keys/aes-secret-box';
import { FileKeyStore } from '@loa-lang/controller/adapters/keys/file-key-store';
import type { ChangingKeys } from '@loa-lang/controller/ports/key-store';

export const TEST_BOX = new AesSecretBox(new Uint8Array(32));

export const openTestKeys = (folder: string): Promise<ChangingKeys> => new FileKeyStore(folder, TEST_BOX).open();
