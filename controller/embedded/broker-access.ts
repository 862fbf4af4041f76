/**
 * Who may do what on the broker: "a device reads its own topics, `keys`, `audio/#`, `live/#` and the plans it follows,
 * and publishes only under its own `device/{id}/`". Pure but for the questions it asks of {@link BrokerAccess}.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DeviceId, PlanId } from '@loa-lang/schemas/ids';
import { CONTROLLER_TO_DEVICE, DEVICE_TO_CONTROLLER, parseTopic, TOPIC_ROOT } from '@loa-lang/schemas/wire/topics';

export type BrokerIdentity = { kind: 'controller' } | { kind: 'device'; deviceId: DeviceId };

/** A client certificate that the deployment's authority has signed. */
export interface ClientCertificate {
  /** common name of its subject */
  name: string;
  /** Ed25519, the `x` of its JWK; `undefined` for a key of another kind */
  publicKey: string | undefined;
}

/** What the broker asks when somebody connects or subscribes. */
export interface BrokerAccess {
  /** Whose connection this is; `undefined` refuses it. */
  authenticate(clientId: string, username: string, password: Uint8Array): Promise<BrokerIdentity | undefined>;
  /** The same for a connection with a certificate; without it none is let in. */
  admit?(clientId: string, certificate: ClientCertificate): Promise<BrokerIdentity | undefined>;
  /** Whether the device follows this plan. Plans are signed, not secret: when in doubt the answer is yes. */
  mayFollow(deviceId: DeviceId, planId: PlanId): Promise<boolean>;
}

/** User name of a controller; no device can have it, since ids hold no `$`. */
export const CONTROLLER_USERNAME = '$controller';

/** The password of a user of the embedded broker, derived so that no table of passwords is kept. */
export const brokerPassword = (secret: string, username: string): string =>
  createHmac('sha256', secret).update(`broker-password:${username}`).digest('base64url');

const ID_CHARACTER = /[A-Za-z0-9_-]/;

/**
 * Whether a client id belongs to this device: the id alone, or followed by a separator that no id contains. Without
 * this a device could take another's client id and push it off the broker [MQTT-3.1.4-2].
 */
export function ownsClientId(deviceId: DeviceId, clientId: string): boolean {
  if (!clientId.startsWith(deviceId)) return false;
  const next = clientId[deviceId.length];
  return next === undefined || !ID_CHARACTER.test(next);
}

/** Access by derived passwords, for trial on one machine. `follows` may be slow; it is asked once per subscription. */
export function passwordAccess(
  secret: string,
  follows: (deviceId: DeviceId, planId: PlanId) => Promise<boolean>,
): BrokerAccess {
  return {
    async authenticate(clientId, username, password) {
      const expected = Buffer.from(brokerPassword(secret, username));
      if (password.length !== expected.length || !timingSafeEqual(password, expected)) return undefined;
      if (username === CONTROLLER_USERNAME) return { kind: 'controller' };
      return ownsClientId(username, clientId) ? { kind: 'device', deviceId: username } : undefined;
    },
    mayFollow: follows,
  };
}

const FROM_DEVICES: ReadonlySet<string> = new Set(DEVICE_TO_CONTROLLER);
const TO_DEVICES: ReadonlySet<string> = new Set(CONTROLLER_TO_DEVICE);

/** Whether `who` may publish here. Of what devices send only presence may be retained. */
export function mayPublish(who: BrokerIdentity, topic: string, retain: boolean): boolean {
  if (who.kind === 'controller') return topic.startsWith(`${TOPIC_ROOT}/`);
  const parsed = parseTopic(topic);
  return (
    parsed?.kind === 'device' &&
    parsed.deviceId === who.deviceId &&
    FROM_DEVICES.has(parsed.message) &&
    (!retain || parsed.message === 'presence')
  );
}

/** Whether `who` may subscribe to this filter. */
export async function maySubscribe(who: BrokerIdentity, filter: string, access: BrokerAccess): Promise<boolean> {
  if (who.kind === 'controller') return true;
  const [head, ...rest] = filter.startsWith(`${TOPIC_ROOT}/`) ? filter.slice(TOPIC_ROOT.length + 1).split('/') : [];
  if (head === 'audio' || head === 'live') return rest.length > 0;
  const parsed = parseTopic(filter);
  if (parsed === undefined) return false;
  if (parsed.kind === 'keys') return true;
  if (parsed.kind === 'plan') return access.mayFollow(who.deviceId, parsed.planId);
  return parsed.kind === 'device' && parsed.deviceId === who.deviceId && TO_DEVICES.has(parsed.message);
}
