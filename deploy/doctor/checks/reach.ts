/**
 * From a device's side: the names that devices and people dial, where they lead, who answers there and with which
 * certificate. What lies between this network and the Internet cannot be seen from inside, and is said to be unknown.
 */

import { X509Certificate } from 'node:crypto';
import { readAuthorities } from '@loa-lang/controller/adapters/certificates/file-authority';
import type { ControllerConfig } from '@loa-lang/controller/config';
import { isLoopback } from '@loa-lang/controller/config';
import { type Dialled, dial, type Target } from '@loa-lang/device-agent/doctor/machine/dial';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { isOwn, type Reach, reachOf } from '../look/addresses.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
type Door = 'reach-devices' | 'reach-enrolment' | 'reach-people';
const DAY_MS = 86_400_000;
const SOON_DAYS = 21;
const ANSWER_WITHIN_MS = 8000;

export async function checkReach(around: Around): Promise<Finding[]> {
  return [...(await devices(around)), ...(await people(around))];
}

async function devices(around: Around): Promise<Finding[]> {
  const { config } = around;
  const ca = await authorities(config.dataDir);
  const doors = doorsOf(config);
  if (doors.length === 0) return [say('reach-devices', 'nobody')];
  const tls = ca === undefined ? undefined : { ca };
  const looked = await Promise.all(
    doors.map(({ door, host, port }) => look(around, door, { host, port, secure: true, ...(tls && { tls }) })),
  );
  return looked.flat();
}

/** Without the ports that the system chooses: nobody could dial those for long. */
function doorsOf({ devices: names, broker }: ControllerConfig): { door: Door; host: string; port: number }[] {
  const host = names?.names[0];
  const outside = broker.kind === 'outside' && broker.url.startsWith('mqtts:') ? new URL(broker.url) : undefined;
  const atBroker = outside && { host: outside.hostname.replace(/^\[|\]$/g, ''), port: Number(outside.port || 8883) };
  const all = [
    {
      door: 'reach-devices' as const,
      ...(atBroker ?? { host, port: broker.kind === 'embedded' ? names?.mqttPort : undefined }),
    },
    { door: 'reach-enrolment' as const, host, port: names?.enrolmentPort },
  ];
  return all.flatMap(({ door, host: name, port }) => (name === undefined || !port ? [] : [{ door, host: name, port }]));
}

async function look(around: Around, door: Door, target: Target): Promise<Finding[]> {
  const { patienceMs, controller } = around;
  const found = await dial(target, patienceMs);
  const values = { host: target.host, port: target.port, addresses: found.addresses.join(', ') };
  if (found.outcome === 'no-name') return [say(door, 'no-name', { ...values, detail: found.detail })];
  const reaches = found.addresses.map(reachOf);
  const place = placeOf(door, reaches, values);
  // without a controller nobody can answer, and the checks of controller and ports have said so
  if (controller.state === 'stopped' && found.outcome !== 'connected') return place;
  return [...place, ...answered(around, door, found, values, place.length > 0)];
}

/** Where the addresses lie, when that is not everywhere. */
function placeOf(door: Door, reaches: readonly Reach[], values: Record<string, string | number>): Finding[] {
  if (reaches.includes('public')) return [];
  const [reach = 'private'] = reaches;
  return [say(door, reach === 'private' ? 'private' : reach === 'carrier' ? 'carrier' : 'loopback', values)];
}

/** What came of dialling; `isNear`: where it can be reached from was said before. */
export function answered(
  { now }: Pick<Around, 'now'>,
  door: Door,
  found: Dialled,
  values: Record<string, string | number>,
  isNear: boolean,
): Finding[] {
  if (found.outcome === 'wrong-certificate') {
    const { why, certificate } = found;
    const more = {
      subject: certificate.subject,
      issuer: certificate.issuer,
      until: certificate.validTo.toISOString().slice(0, 10),
    };
    return [say(door, `certificate-${why}`, { ...values, ...more })];
  }
  if (found.outcome === 'no-tls') return [say(door, 'no-tls', { ...values, detail: found.detail })];
  // who shows no certificate is turned away: the right server answered
  if (found.outcome === 'connected' || found.outcome === 'turned-away') {
    const until = found.certificate?.validTo;
    const soon = until !== undefined && until.getTime() - now < SOON_DAYS * DAY_MS;
    if (soon) return [say(door, 'expires', { ...values, until: until.toISOString().slice(0, 10) })];
    return isNear ? [] : [say(door, 'answers', values)];
  }
  // a router need not lead its own network's requests back in
  const isHairpin = !isNear && !found.addresses.some(isOwn);
  return [say(door, isHairpin ? 'hairpin' : 'silent', { ...values, outcome: found.outcome })];
}

async function people(around: Around): Promise<Finding[]> {
  const { publicUrl, http } = around.config;
  if (publicUrl === undefined) return isLoopback(http.host) ? [] : [say('reach-people', 'no-url')];
  const { protocol, hostname, port } = new URL(publicUrl);
  const secure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const target = { host, port: port === '' ? (secure ? 443 : 80) : Number(port), secure };
  const found = await look({ ...around, controller: { state: 'elsewhere' } }, 'reach-people', target);
  const plain = secure ? [] : [say('reach-people', 'plain', { url: publicUrl })];
  if (found.some(({ verdict, code }) => verdict === 'fail' || code === 'hairpin')) return [...plain, ...found];
  return [...plain, ...found, ...(await leadsHere(publicUrl))];
}

/** Whether a proxy in front leads to a controller. */
async function leadsHere(publicUrl: string): Promise<Finding[]> {
  const url = `${publicUrl}/api/v1/health/live`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'manual' });
    const text = await answer.text();
    if (answer.status === 200 && text.includes('"ok"')) return [];
    return [say('reach-people', 'foreign', { url, status: answer.status })];
  } catch (error) {
    const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
    return [say('reach-people', 'foreign', { url, status: cause?.code ?? message })];
  }
}

async function authorities(dataDir: string): Promise<string[] | undefined> {
  const names = await readAuthorities(dataDir).catch(() => undefined);
  return names?.map((der) => new X509Certificate(Buffer.from(der, 'base64url')).toString());
}
