/** The way to the office: interface, names, broker, enrolment address; and an unpaid SIM card, which looks like each of them. */
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import { parseBrokerUrl } from '../../adapters/mqtt/open-socket.ts';
import type { Around, BoardConfig } from '../around.ts';
import { type Dialled, dial, type Target } from '../machine/dial.ts';
import type { Machine } from '../machine/machine.ts';
import { answersForAnyName, sentElsewhere } from '../machine/paywall.ts';
import { AGENT_WORDS } from '../words.ts';

const say = findingsOf(AGENT_WORDS);
/** Of modems: PPP, QMI and MBIM, RNDIS behind a USB modem. */
const MOBILE = /^(ppp|wwan|usb|wwp|cdc)/;
const HTTPS_PORT = 443;

/** @param patienceMs for each connection */
export async function checkNetwork({ machine, board }: Around, patienceMs?: number): Promise<Finding[]> {
  const routed = await routedInterface(machine);
  const [broker, office] = [await brokerOf(board), officeOf(board)];
  const way = say('network', routed === undefined ? 'no-route' : 'fine', { interface: routed ?? '' });
  const dialled = await Promise.all(
    [broker, office].map(async (target) => target && { target, found: await dial(target, patienceMs) }),
  );
  const [toBroker, toOffice] = dialled;
  const tried = dialled.filter((each) => each !== undefined);
  const isStuck =
    tried.length > 0 && tried.every(({ found }) => found.outcome !== 'connected' && found.outcome !== 'turned-away');
  const behind =
    isStuck && tried[0] !== undefined
      ? await paywall(
          tried.map(({ found }) => found),
          tried[0].target,
          routed,
        )
      : [];
  return [
    // a machine may reach its own network without a way out
    ...(routed === undefined && !isStuck ? [] : [way]),
    ...behind,
    ...(toBroker === undefined ? [] : [told('broker', toBroker)]),
    ...(toOffice === undefined ? [] : [told('office', toOffice)]),
  ];
}

/** Whoever answers instead of the office, or a modem through which nothing comes back. */
async function paywall(found: Dialled[], { host }: Target, routed: string | undefined): Promise<Finding[]> {
  const [elsewhere, any] = await Promise.all([sentElsewhere(host), answersForAnyName()]);
  const gate = elsewhere ?? any;
  if (gate !== undefined) return [say('sim', 'gate', { gate })];
  const isSilent = found.every(
    ({ outcome }) => outcome === 'silent' || outcome === 'no-name' || outcome === 'unreachable',
  );
  const isMobile = routed !== undefined && MOBILE.test(routed);
  if (isMobile) return [say('sim', 'likely', { interface: routed })];
  return isSilent ? [say('sim', 'perhaps')] : [];
}

function told(check: 'broker' | 'office', { target, found }: { target: Target; found: Dialled }): Finding {
  const values = { host: target.host, port: target.port, addresses: found.addresses.join(', ') };
  if (found.outcome === 'connected') return say(check, target.secure ? 'fine' : 'plain', values);
  if (found.outcome === 'wrong-certificate') {
    const { subject, issuer, validFrom, validTo } = found.certificate;
    const dates = { from: validFrom.toISOString().slice(0, 10), to: validTo.toISOString().slice(0, 10) };
    return say(check, `certificate-${found.why}`, { ...values, subject, issuer, ...dates });
  }
  return say(check, found.outcome, { ...values, detail: 'detail' in found ? found.detail : '' });
}

async function brokerOf(board: BoardConfig): Promise<Target | undefined> {
  if (board.kind === 'agent') {
    const { broker, caPem } = board.config;
    return { ...parseBrokerUrl(broker.url), ...(caPem !== undefined && { tls: { ca: caPem } }) };
  }
  const { enrolled, config } = board;
  if (enrolled === undefined) return undefined;
  return { ...parseBrokerUrl(enrolled.brokerUrl), tls: await shownTo(board, config.dataFolder) };
}

/** What the device shows its broker. */
async function shownTo(
  { config, enrolled }: BoardConfig & { kind: 'enrolling' },
  dataFolder: string,
): Promise<ConnectionOptions> {
  const ca = [...(enrolled?.authorities ?? []), ...config.deployment.authorities];
  try {
    const jwk = JSON.parse(await readFile(join(dataFolder, 'identity', 'key.json'), 'utf8'));
    const key = createPrivateKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'pkcs8' });
    return { ca, key, ...(enrolled !== undefined && { cert: enrolled.certificate }) };
  } catch {
    // told by the check of the identity; who listens can still be looked at
    return { ca };
  }
}

function officeOf(board: BoardConfig): Target | undefined {
  if (board.kind === 'agent') return undefined;
  const { enrolmentUrl, authorities } = board.config.deployment;
  const { protocol, hostname, port } = new URL(enrolmentUrl);
  const secure = protocol === 'https:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? HTTPS_PORT : 80) : Number(port),
    secure,
    tls: { ca: [...authorities] },
  };
}

/** By which interface what is not near leaves; IPv4 first. */
async function routedInterface(machine: Machine): Promise<string | undefined> {
  const v4 = ((await machine.read('/proc/net/route')) ?? '').split('\n').map((line) => line.split('\t'));
  const name = v4.find(([, destination, , , , , , mask]) => destination === '00000000' && mask === '00000000')?.[0];
  if (name !== undefined) return name;
  const v6 = ((await machine.read('/proc/net/ipv6_route')) ?? '').split('\n').map((line) => line.trim().split(/\s+/));
  return v6.find(([to, length, , , , , , , , dev]) => /^0+$/.test(to ?? '') && length === '00' && dev !== 'lo')?.[9];
}
