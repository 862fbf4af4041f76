/** Keys and authority: there, and opened by what unlocks them. Makes none. */
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAuthorities } from '@loa-lang/controller/adapters/certificates/file-authority';
import { openSecretBox } from '@loa-lang/controller/adapters/keys/box-lock';
import { openSigner, readKeyFile } from '@loa-lang/controller/adapters/keys/key-file';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);

export async function checkKeys({ config, now }: Pick<Around, 'config' | 'now'>): Promise<Finding[]> {
  const { dataDir, keyLock } = config;
  const inKeys = (name: string) => join(dataDir, 'keys', name);
  if (!existsSync(inKeys('deployment.json'))) return [say('keys', 'none-yet')];
  const isUnlocked = existsSync(inKeys('box.json')) && (keyLock.kind !== 'own-file' || existsSync(inKeys('box-key')));
  if (!isUnlocked)
    return [say('keys', 'no-lock', { path: inKeys(keyLock.kind === 'own-file' ? 'box-key' : 'box.json') })];
  try {
    const box = await openSecretBox(dataDir, keyLock);
    const read = await readKeyFile(dataDir);
    const held = (read?.document.keys ?? []).filter(({ notAfter }) => notAfter > now);
    for (const key of held) if (read !== undefined) await openSigner(read, key, box);
  } catch (error) {
    return [say('keys', 'locked', { detail: messageOf(error) })];
  }
  return [
    ...(await authority(dataDir, now)),
    keyLock.kind === 'own-file' ? say('keys', 'own-file') : say('keys', 'fine'),
  ];
}

async function authority(dataDir: string, now: number): Promise<Finding[]> {
  try {
    const names = (await readAuthorities(dataDir)) ?? [];
    const over = names
      .map((der) => new X509Certificate(Buffer.from(der, 'base64url')))
      .filter(({ validTo }) => Date.parse(validTo) < now);
    return over.length === 0 ? [] : [say('authority', 'expired', { until: over[0]?.validTo ?? '' })];
  } catch (error) {
    return [say('authority', 'damaged', { detail: messageOf(error) })];
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
