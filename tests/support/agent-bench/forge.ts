/** What an attacker can make of documents: with no key, with keys of his own, and with keys that were meant for else. */
import { createHmac } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { DOCUMENT_TYPES, type DocumentName } from '@loa-lang/schemas/sealing/document-types';
import {
  type DocumentFault,
  type PayloadOf,
  privateKeyFrom,
  type SigningIdentity,
  sealDocument,
} from '@loa-lang/schemas/sealing/seal';
import { CompactSign } from 'jose';
import { DEPLOYMENT, newKey } from '../stand-in-controller.ts';

export interface Forgery {
  what: string;
  bytes: Uint8Array;
  /** how a device must count it */
  fault: DocumentFault;
}

export interface Genuine<N extends DocumentName> {
  name: N;
  subject: string;
  /** of the same kind, for somebody else */
  otherSubject: string;
  payload: PayloadOf<N>;
  /** where it is genuine; that of the tests by default */
  deploymentId?: string;
  /** may sign it */
  signer: SigningIdentity;
  /** may sign other things, or the same elsewhere or at another time */
  unfit: { what: string; signer: SigningIdentity }[];
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const base64url = (value: string | Uint8Array): string => Buffer.from(value).toString('base64url');

export interface RawDocument {
  header: { typ: string; sub: string; kid: string; dep?: string; zip?: string };
  body: Uint8Array;
  signer: SigningIdentity;
}

/** A rightly signed document of which everything else may be wrong. */
export async function sealRaw({ header, body, signer }: RawDocument): Promise<Uint8Array> {
  const jws = await new CompactSign(body)
    .setProtectedHeader({ alg: 'Ed25519', dep: DEPLOYMENT, ...header })
    .sign(signer.privateKey);
  return encode(jws);
}

export async function strangerAs(kid: string): Promise<SigningIdentity> {
  return { kid, privateKey: await privateKeyFrom(await newKey()) };
}

/** Every forgery of one genuine document. The payload is one that would change much if it were believed. */
export async function forgeriesOf<N extends DocumentName>(genuine: Genuine<N>): Promise<Forgery[]> {
  const { name, subject, otherSubject, payload, signer, deploymentId = DEPLOYMENT } = genuine;
  const row = DOCUMENT_TYPES[name];
  const deflated = 'maxInflatedBytes' in row;
  const json = JSON.stringify(payload);
  const body = deflated ? deflateRawSync(json) : encode(json);
  const zip = deflated ? { zip: 'DEF' } : {};
  const header = { typ: row.typ, sub: subject, kid: signer.kid, dep: deploymentId, ...zip };
  const seal = (by: SigningIdentity, dep = deploymentId, sub = subject) => sealDocument(name, sub, dep, payload, by);
  const good = Buffer.from(await seal(signer)).toString();
  const [head = '', , signature = ''] = good.split('.');
  const none = base64url(JSON.stringify({ ...header, alg: 'none' }));
  const hmacHead = base64url(JSON.stringify({ ...header, alg: 'HS256' }));
  const hmacInput = `${hmacHead}.${base64url(body)}`;
  const hmac = createHmac('sha256', signer.kid).update(hmacInput).digest('base64url');
  const swapped = base64url(deflated ? deflateRawSync('{}') : encode('{}'));
  const bomb = deflateRawSync(Buffer.alloc((deflated ? 16 * 1024 : 256) * 1024, 0x20), { level: 9 });
  return [
    { what: 'unsigned JSON', bytes: encode(json), fault: 'malformed' },
    { what: 'garbage', bytes: Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x2e, 0x2e]), fault: 'malformed' },
    { what: 'a bare word', bytes: encode('play'), fault: 'malformed' },
    { what: 'alg none', bytes: encode(`${none}.${base64url(body)}.`), fault: 'wrong-type' },
    { what: 'alg HS256', bytes: encode(`${hmacInput}.${hmac}`), fault: 'wrong-type' },
    { what: 'wrong key under the right name', bytes: await seal(await strangerAs(signer.kid)), fault: 'bad-signature' },
    { what: 'a key nobody knows', bytes: await seal(await strangerAs('k-stranger')), fault: 'unknown-key' },
    ...(await Promise.all(
      genuine.unfit.map(async ({ what, signer: unfit }) => ({
        what,
        bytes: await seal(unfit),
        fault: 'unknown-key' as const,
      })),
    )),
    { what: 'another deployment', bytes: await seal(signer, 'other-deployment'), fault: 'wrong-deployment' },
    {
      what: 'spliced from another topic',
      bytes: await seal(signer, deploymentId, otherSubject),
      fault: 'wrong-subject',
    },
    {
      what: 'another typ',
      bytes: await sealRaw({
        header: { ...header, typ: row.typ === 'loa-presence' ? 'loa-health' : 'loa-presence' },
        body,
        signer,
      }),
      fault: 'wrong-type',
    },
    { what: 'payload exchanged', bytes: encode(`${head}.${swapped}.${signature}`), fault: 'bad-signature' },
    { what: 'signature cut', bytes: encode(good.slice(0, -20)), fault: 'bad-signature' },
    { what: 'too large', bytes: Buffer.alloc(row.maxBytes + 1, good), fault: 'too-large' },
    {
      what: 'a deflate bomb',
      bytes: await sealRaw({ header: { ...header, zip: 'DEF' }, body: bomb, signer }),
      fault: deflated ? 'inflates-too-far' : 'malformed',
    },
    {
      what: 'rightly signed nonsense',
      bytes: await sealRaw({
        header,
        body: deflated ? deflateRawSync('{"play":true}') : encode('{"play":true}'),
        signer,
      }),
      fault: 'bad-schema',
    },
  ];
}

/** How often each fault must be counted when all of these were refused. */
export function faultCounts(prefix: string, forgeries: readonly Forgery[], times = 1): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { fault } of forgeries) counts[`${prefix}:${fault}`] = (counts[`${prefix}:${fault}`] ?? 0) + times;
  return counts;
}
