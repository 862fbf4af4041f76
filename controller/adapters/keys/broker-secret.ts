/** The secret from which the embedded broker's passwords are derived. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createOnce, readIfThere } from './durable-file.ts';

/** Loads the secret from `<dataDir>/keys/broker-secret`, or makes it on the first start. */
export async function openBrokerSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'keys', 'broker-secret');
  const secret = (await readIfThere(path)) ?? (await createOnce(path, randomBytes(32).toString('base64url')));
  if (!/^[A-Za-z0-9_-]{43}$/.test(secret)) throw new Error(`${path} does not hold a secret`);
  return secret;
}
