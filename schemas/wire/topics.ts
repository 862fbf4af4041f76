/**
 * The one owner of MQTT topic text. `schemas/wire/README.md` holds the table with directions, QoS and retention.
 */
import type { AreaId, AssetId, DeviceId, PlanId, StreamId } from '../ids.ts';

/** Root of every topic; the number changes only when an old agent could misunderstand a new message. */
export const TOPIC_ROOT = 'loa/v1';

/** Kinds of message that a device publishes, the last level of its topic. */
export const DEVICE_TO_CONTROLLER = ['presence', 'sync-request', 'want', 'report', 'health', 'evidence'] as const;
/** Kinds of message that a device receives on its own topics. */
export const CONTROLLER_TO_DEVICE = ['settings', 'command', 'sync', 'ack'] as const;
export type DeviceMessageKind = (typeof DEVICE_TO_CONTROLLER)[number] | (typeof CONTROLLER_TO_DEVICE)[number];

/**
 * A topic without its root; also the `sub` that a signed document protects, so that a document cannot be moved to
 * another topic.
 */
export const subjects = {
  keys: () => 'keys',
  plan: (planId: PlanId) => `area/${planId}/plan`,
  device: (deviceId: DeviceId, kind: DeviceMessageKind) => `device/${deviceId}/${kind}`,
  manifest: (assetId: AssetId) => `audio/${assetId}/manifest`,
  chunk: (assetId: AssetId, index: number) => `audio/${assetId}/chunk/${index}`,
  live: (streamId: StreamId) => `live/${streamId}`,
  /** of a document that no topic carries: it travels inside commands */
  release: () => 'release',
} as const;

/** Where a controller tries whether the broker's shared subscriptions really deliver; no device reads it. */
export const probeTopic = (token: string): string => `${TOPIC_ROOT}/probe/${token}`;

/** Full topic of a subject. */
export const topicOf = (subject: string): string => `${TOPIC_ROOT}/${subject}`;

/** Topic filters for subscriptions. */
export const filters = {
  allPlans: () => topicOf('area/+/plan'),
  fromDevices: (kind: (typeof DEVICE_TO_CONTROLLER)[number]) => topicOf(`device/+/${kind}`),
  asset: (assetId: AssetId) => topicOf(`audio/${assetId}/#`),
  live: (streamId: StreamId) => topicOf(subjects.live(streamId)),
} as const;

export type ParsedTopic =
  | { kind: 'keys' }
  | { kind: 'plan'; planId: PlanId }
  | { kind: 'device'; deviceId: DeviceId; message: DeviceMessageKind }
  | { kind: 'manifest'; assetId: AssetId }
  | { kind: 'chunk'; assetId: AssetId; index: number }
  | { kind: 'live'; streamId: StreamId };

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const ASSET = /^[0-9a-f]{64}$/;
const INDEX = /^(0|[1-9]\d{0,5})$/;
const MESSAGES: ReadonlySet<string> = new Set([...DEVICE_TO_CONTROLLER, ...CONTROLLER_TO_DEVICE]);

/** Reads a topic; `undefined` for anything that is not exactly one of ours. */
export function parseTopic(topic: string): ParsedTopic | undefined {
  if (!topic.startsWith(`${TOPIC_ROOT}/`)) return undefined;
  const subject = topic.slice(TOPIC_ROOT.length + 1);
  if (subject === subjects.keys()) return { kind: 'keys' };
  const [head, id = '', leaf, index, ...rest] = subject.split('/');
  if (rest.length > 0) return undefined;
  if (!ID.test(id)) return undefined;
  if (head === 'live') return leaf === undefined ? { kind: 'live', streamId: id } : undefined;
  if (head === 'area') {
    return leaf === 'plan' && index === undefined ? { kind: 'plan', planId: id as AreaId } : undefined;
  }
  if (head === 'device') {
    if (leaf === undefined || index !== undefined || !MESSAGES.has(leaf)) return undefined;
    return { kind: 'device', deviceId: id, message: leaf as DeviceMessageKind };
  }
  if (head !== 'audio' || !ASSET.test(id)) return undefined;
  if (leaf === 'manifest') return index === undefined ? { kind: 'manifest', assetId: id } : undefined;
  if (leaf !== 'chunk' || index === undefined || !INDEX.test(index)) return undefined;
  return { kind: 'chunk', assetId: id, index: Number(index) };
}
