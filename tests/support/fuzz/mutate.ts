/**
 * Messages that nobody of ours would send: real ones bent in their bytes, in their header, in any place of their content,
 * put together from two, or made of chance alone. A choice is plain numbers, so that fast-check can make, shrink and
 * repeat it.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import fc from 'fast-check';
import type { Captured } from '../takeover/hostile-broker.ts';

export type Bent =
  | { how: 'bytes'; seed: number; edits: { at: number; value: number; op: number }[] }
  | { how: 'splice'; seed: number; other: number; cut: number }
  | { how: 'content'; seed: number; path: number[]; odd: number; resign: boolean }
  | { how: 'header'; seed: number; field: number; odd: number; resign: boolean }
  | { how: 'chance'; bytes: Uint8Array };

export interface Bending {
  bent: Bent;
  /** of which captured message the topic is, or, beyond them, an odd one */
  topic: number;
  retain: boolean;
}

const seed = fc.nat();
const path = fc.array(fc.nat(), { minLength: 1, maxLength: 6 });

export const bendings = fc.record<Bending>({
  bent: fc.oneof(
    fc.record({
      how: fc.constant('bytes' as const),
      seed,
      edits: fc.array(fc.record({ at: fc.nat(), value: fc.nat(255), op: fc.nat(3) }), { minLength: 1, maxLength: 8 }),
    }),
    fc.record({ how: fc.constant('splice' as const), seed, other: seed, cut: fc.nat() }),
    fc.record({ how: fc.constant('content' as const), seed, path, odd: fc.nat(), resign: fc.boolean() }),
    fc.record({ how: fc.constant('header' as const), seed, field: fc.nat(), odd: fc.nat(), resign: fc.boolean() }),
    fc.record({ how: fc.constant('chance' as const), bytes: fc.uint8Array({ maxLength: 400 }) }),
  ),
  topic: fc.nat(),
  retain: fc.boolean(),
});

const deep = (n: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < n; i++) value = [value];
  return value;
};

/** Values that break naive code. */
const ODD: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => 0,
  () => -1,
  () => 0.1,
  () => 2 ** 31,
  () => 2 ** 53,
  () => 1e308,
  () => -1e308,
  () => '',
  () => '__proto__',
  () => '\0\ud800',
  () => 'ế'.repeat(5000),
  () => true,
  () => [],
  () => ({}),
  () => deep(2000),
  () => Array.from({ length: 3000 }, (_, i) => i),
  () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  () => '../../../../etc/passwd',
  () => '*',
  () => '9'.repeat(400),
];
export const oddOf = (n: number): unknown => (ODD[n % ODD.length] ?? ODD[0])?.();

const ODD_TOPICS = [
  'loa/v1/keys/x',
  'loa/v1/device//command',
  'loa/v1/audio/../keys',
  'loa/v2/keys',
  '$SYS/x',
  'ế',
  'loa/v1/live/b',
];

export interface Bender {
  /** real messages to begin with */
  messages: readonly Captured[];
  /** signs in somebody's name; the genuine key makes a mutation reach what lies behind the signature */
  signerOf(kid: string): SigningIdentity | undefined;
}

/** The message as it is sent. */
export async function bend({ messages, signerOf }: Bender, { bent, topic, retain }: Bending): Promise<Captured> {
  const of = (n: number): Captured => {
    const message = messages[n % messages.length];
    if (message === undefined) throw new Error('nothing was captured');
    return message;
  };
  const away = topic % 8 === 0;
  const oddTopic = ODD_TOPICS[topic % ODD_TOPICS.length] ?? 'x';
  if (bent.how === 'chance') return { topic: away ? oddTopic : of(topic).topic, payload: bent.bytes, retain };
  const base = of(bent.seed);
  const name = away ? (topic % 16 === 0 ? oddTopic : of(topic).topic) : base.topic;
  return { topic: name, payload: await payloadOf(), retain };

  async function payloadOf(): Promise<Uint8Array> {
    if (bent.how === 'bytes') return withEdits(base.payload, bent.edits);
    if (bent.how === 'splice') return spliced(base.payload, of(bent.other).payload, bent.cut);
    if (bent.how === 'chance') return bent.bytes;
    return (
      (await resigned(base.payload, bent)) ?? withEdits(base.payload, [{ at: bent.odd, value: bent.odd % 256, op: 0 }])
    );
  }

  async function resigned(
    payload: Uint8Array,
    change: Extract<Bent, { how: 'content' | 'header' }>,
  ): Promise<Uint8Array | undefined> {
    const read = readDocument(payload);
    if (read === undefined) return undefined;
    const { header } = read;
    let { content } = read;
    if (change.how === 'content') content = put(content, change.path, oddOf(change.odd));
    else header[HEADER_FIELDS[change.field % HEADER_FIELDS.length] ?? 'kid'] = oddOf(change.odd);
    const text = Buffer.from(JSON.stringify(content) ?? 'null');
    const body = header.zip === undefined ? text : deflateRawSync(text);
    const signer = signerOf(String(read.header.kid));
    const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${body.toString('base64url')}`;
    if (!change.resign || signer === undefined) return Buffer.from(`${signed}.${read.signature}`);
    const signature = await crypto.subtle.sign('Ed25519', signer.privateKey, Buffer.from(signed));
    return Buffer.from(`${signed}.${Buffer.from(signature).toString('base64url')}`);
  }
}

const HEADER_FIELDS = ['alg', 'typ', 'kid', 'dep', 'sub', 'zip', 'crit', 'b64'];

function readDocument(
  payload: Uint8Array,
): { header: Record<string, unknown>; content: unknown; signature: string } | undefined {
  const [head = '', body = '', signature = ''] = Buffer.from(payload).toString('latin1').split('.');
  try {
    const header = JSON.parse(Buffer.from(head, 'base64url').toString('utf8')) as Record<string, unknown>;
    const bytes = Buffer.from(body, 'base64url');
    const content: unknown = JSON.parse((header.zip === undefined ? bytes : inflateRawSync(bytes)).toString('utf8'));
    return { header, content, signature };
  } catch {
    return undefined;
  }
}

/** Replaces what lies at a path that is made up of numbers: which field of which field. */
export function put(value: unknown, steps: readonly number[], odd: unknown): unknown {
  const [step = 0, ...rest] = steps;
  if (value === null || typeof value !== 'object') return odd;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const keys = Object.keys(copy);
  if (keys.length === 0) return odd;
  const key = keys[step % keys.length] ?? '';
  const inside = (copy as Record<string, unknown>)[key];
  (copy as Record<string, unknown>)[key] = rest.length === 0 ? odd : put(inside, rest, odd);
  return copy;
}

function withEdits(payload: Uint8Array, edits: readonly { at: number; value: number; op: number }[]): Uint8Array {
  let bytes = Buffer.from(payload);
  for (const { at, value, op } of edits) {
    const index = bytes.length === 0 ? 0 : at % bytes.length;
    if (op === 0 && bytes.length > 0) bytes[index] = value;
    else if (op === 1) bytes = Buffer.concat([bytes.subarray(0, index), bytes.subarray(index + 1)]);
    else if (op === 2) bytes = Buffer.concat([bytes.subarray(0, index), Buffer.from([value]), bytes.subarray(index)]);
    else bytes = bytes.subarray(0, index);
  }
  return bytes;
}

function spliced(one: Uint8Array, other: Uint8Array, cut: number): Uint8Array {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  const at = cut % (Math.min(a.length, b.length) + 1);
  return Buffer.concat([a.subarray(0, at), b.subarray(at)]);
}
