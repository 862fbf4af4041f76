/** The broker: reachable, with the right certificate, and lets this controller in. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openAuthority } from '@loa-lang/controller/adapters/certificates/file-authority';
import { openSecretBox } from '@loa-lang/controller/adapters/keys/box-lock';
import { readKeyFile } from '@loa-lang/controller/adapters/keys/key-file';
import { takeOver } from '@loa-lang/controller/adapters/mqtt/take-over';
import { plainConnections } from '@loa-lang/controller/compose/plain-connections';
import type { BrokerConfig } from '@loa-lang/controller/config';
import { dial } from '@loa-lang/device-agent/doctor/machine/dial';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
const DAY_MS = 86_400_000;
const SOON_DAYS = 21;
const PORTS: Record<string, number> = { 'mqtt:': 1883, 'mqtts:': 8883 };

export async function checkBroker(around: Around): Promise<Finding[]> {
  const { config } = around;
  const plain = plainConnections(config).map(({ variable }) => say('encryption', 'plain', { variable }));
  const { broker } = config;
  // the embedded one is looked at by its ports, and from a device's side
  if (broker.kind === 'embedded') return plain;
  return [...(await outside(around, broker)), ...plain];
}

async function outside(around: Around, broker: BrokerConfig): Promise<Finding[]> {
  const { protocol, hostname, port } = new URL(broker.url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const target = { host, port: port === '' ? (PORTS[protocol] ?? 0) : Number(port), secure: protocol === 'mqtts:' };
  const values = { host, port: target.port };
  const tls = broker.files === undefined ? undefined : await own(around);
  const found = await dial(
    { ...target, ...(tls && { tls: { ca: [...tls.ca], cert: tls.cert, key: tls.key } }) },
    around.patienceMs,
  );
  if (found.outcome === 'wrong-certificate') {
    const { certificate, why } = found;
    return [
      say('broker', 'certificate', { ...values, why, subject: certificate.subject, until: dayOf(certificate.validTo) }),
    ];
  }
  if (found.outcome === 'turned-away') return [say('broker', 'turned-away', { ...values, detail: found.detail })];
  if (found.outcome !== 'connected') {
    return [say('broker', 'unreachable', { ...values, outcome: 'detail' in found ? found.detail : found.outcome })];
  }
  const { certificate } = found;
  const left =
    certificate === undefined ? Number.POSITIVE_INFINITY : (certificate.validTo.getTime() - around.now) / DAY_MS;
  const expiring =
    left > SOON_DAYS || certificate === undefined
      ? []
      : [say('broker', 'expires', { ...values, until: dayOf(certificate.validTo) })];
  const account = {
    ...(broker.username !== undefined && { username: broker.username }),
    ...(broker.password !== undefined && { password: broker.password }),
  };
  try {
    // a name of its own: nobody is pushed off, nothing is subscribed to
    await takeOver(
      { url: broker.url, ...account, ...(tls && { tls }) },
      `loa-doctor-${randomBytes(4).toString('hex')}`,
    );
  } catch (error) {
    return [
      ...expiring,
      say('broker', 'refuses', { ...values, detail: error instanceof Error ? error.message : String(error) }),
    ];
  }
  return expiring.length > 0 ? expiring : [say('broker', 'fine', values)];
}

/** What a controller shows to a Mosquitto whose files it keeps; nothing is written for it. */
async function own({ config: { dataDir, keyLock } }: Around) {
  const file = existsSync(join(dataDir, 'keys', 'authority.json'))
    ? await readKeyFile(dataDir).catch(() => undefined)
    : undefined;
  if (file === undefined) return undefined;
  try {
    const authority = await openAuthority(dataDir, file.file.deploymentId, await openSecretBox(dataDir, keyLock));
    const { certificate, privateKey } = await authority.issueController();
    return { ca: authority.certificates, cert: certificate, key: privateKey };
  } catch {
    // told by the check of the keys
    return undefined;
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
