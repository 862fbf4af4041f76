/** Vouches for a version of the agent, for the devices of one deployment. */
import { readFile } from 'node:fs/promises';
import type { Lock } from '@loa-lang/controller/adapters/keys/box-lock';
import { openSecretBox } from '@loa-lang/controller/adapters/keys/box-lock';
import { CeremonyError } from '@loa-lang/controller/adapters/keys/ceremony-error';
import { openSigner, readKeyFile } from '@loa-lang/controller/adapters/keys/key-file';
import { readReleaseKey } from '@loa-lang/controller/adapters/keys/release-key-file';
import { type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import { type Release, ReleaseSchema } from '@loa-lang/schemas/wire/command';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { Value } from 'typebox/value';

export interface Voucher {
  deploymentId: string;
  signer: SigningIdentity;
}

/** @returns the signed document */
export async function signRelease(release: Release, { deploymentId, signer }: Voucher): Promise<string> {
  return Buffer.from(await sealDocument('release', subjects.release(), deploymentId, release, signer)).toString('utf8');
}

/** @throws {CeremonyError} when it is none */
export async function readRelease(path: string): Promise<Release> {
  const content: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!Value.Check(ReleaseSchema, content))
    throw new CeremonyError(`${path} không phải tệp của "release make"`, `${path} is not of "release make"`);
  return content;
}

/** With the key that the controller of this data folder holds. */
export async function voucherHere(dataDir: string, lock: Lock): Promise<Voucher> {
  const read = await readKeyFile(dataDir);
  const key = read?.document.keys.findLast(({ use }) => use === 'release');
  const signer = read && key && (await openSigner(read, key, await openSecretBox(dataDir, lock)));
  if (read === undefined || signer === undefined)
    throw new CeremonyError(
      'ở đây không có khoá phát hành: "keys rotate" tạo một khoá, hoặc dùng --key',
      'no release key is here: "keys rotate" makes one, or use --key',
    );
  return { deploymentId: read.file.deploymentId, signer };
}

export const voucherApart = async (path: string, passphrase: string, deploymentId: string): Promise<Voucher> => ({
  deploymentId,
  signer: await readReleaseKey(path, passphrase),
});
