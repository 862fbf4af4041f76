import { deflateRawSync } from 'node:zlib';
import { DOCUMENT_TYPES, type DocumentName } from '@loa-lang/schemas/sealing/document-types';
import { keyRingOf, openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import {
  claimedKeyId,
  openDocument,
  privateKeyFrom,
  publicKeyFrom,
  type SigningIdentity,
  sealDocument,
} from '@loa-lang/schemas/sealing/seal';
import { subjects } from '@loa-lang/schemas/wire/topics';
import fc from 'fast-check';
import { CompactSign, type CryptoKey } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureKey } from '../../fixtures/wire-cases.ts';

const DEPLOYMENT = 'dep';
const SUBJECT = subjects.device('d', 'ack');
const ACK = { storeId: 's', contiguous: 1, ackedAt: 5 };

describe('sealed documents', () => {
  let signer: SigningIdentity;
  let publicKey: CryptoKey;

  beforeAll(async () => {
    const { kid, x, d } = fixtureKey('seal');
    signer = { kid, privateKey: await privateKeyFrom({ x, d }) };
    publicKey = await publicKeyFrom(x);
  });

  const open = (name: DocumentName, bytes: Uint8Array, subject = SUBJECT) =>
    openDocument(name, bytes, { deploymentId: DEPLOYMENT, subject, publicKey: () => publicKey });

  /** Signs anything with any header. */
  const signed = async (payload: Uint8Array | string, header: Record<string, unknown> = {}) =>
    Buffer.from(
      await new CompactSign(typeof payload === 'string' ? Buffer.from(payload) : payload)
        .setProtectedHeader({ alg: 'Ed25519', typ: 'loa-ack', kid: 'k', dep: DEPLOYMENT, sub: SUBJECT, ...header })
        .sign(signer.privateKey),
    );

  it('open to what was sealed', async () => {
    const bytes = await sealDocument('ack', SUBJECT, DEPLOYMENT, ACK, signer);
    expect(await open('ack', bytes)).toEqual({ ok: true, payload: ACK, kid: signer.kid });
    expect(claimedKeyId(bytes)).toBe(signer.kid);
  });

  it('never make opening throw, whatever arrives', async () => {
    const names = Object.keys(DOCUMENT_TYPES) as DocumentName[];
    const root = { kid: 'k', x: fixtureKey('seal').x };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.uint8Array({ maxLength: 500 }), async (name, bytes) => {
        expect(await open(name, bytes)).toMatchObject({ ok: false });
        expect(await openKeyDocument(bytes, DEPLOYMENT, root)).toMatchObject({ ok: false });
        claimedKeyId(bytes);
      }),
    );
    const part = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.array(part, { maxLength: 5 }), async (name, parts) => {
        const bytes = Buffer.from(parts.join('.'));
        expect(await open(name, bytes)).toMatchObject({ ok: false });
        expect(await openKeyDocument(bytes, DEPLOYMENT, root)).toMatchObject({ ok: false });
        claimedKeyId(bytes);
      }),
    );
  });

  it('are refused after any single byte was changed', async () => {
    const bytes = await sealDocument('ack', SUBJECT, DEPLOYMENT, ACK, signer);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const touched = Uint8Array.from(bytes);
        touched[at] = (touched[at] ?? 0) ^ change;
        const opened = await open('ack', touched);
        // the last character of a base64url text carries unused bits, which change nothing
        if (opened.ok) expect(opened.payload).toEqual(ACK);
      }),
    );
  });

  it.each([
    ['any other algorithm', { alg: 'EdDSA' }, 'wrong-type'],
    ['another kind', { typ: 'loa-command' }, 'wrong-type'],
    ['another deployment', { dep: 'other' }, 'wrong-deployment'],
    ['another device', { sub: subjects.device('e', 'ack') }, 'wrong-subject'],
    ['no key id', { kid: undefined }, 'malformed'],
  ])('are refused with %s in a genuine signature', async (_what, header, fault) => {
    expect(await open('ack', await signed(JSON.stringify(ACK), header))).toEqual({ ok: false, fault });
  });

  it('are refused when the signed content is not a document', async () => {
    expect(await open('ack', await signed('not json'))).toMatchObject({ fault: 'malformed' });
    expect(await open('ack', await signed(Uint8Array.of(0xff, 0xfe)))).toMatchObject({ fault: 'malformed' });
    expect(await open('ack', await signed('{"storeId":"s"}'))).toMatchObject({ fault: 'bad-schema' });
    expect(await open('ack', await signed(`"${'x'.repeat(3000)}"`))).toMatchObject({ fault: 'too-large' });
  });

  it('inflate within their bound only', async () => {
    const subject = subjects.plan('a');
    const bomb = deflateRawSync(Buffer.alloc(8 * 1024 * 1024, 0x20));
    const header = { typ: 'loa-plan', sub: subject, zip: 'DEF' };
    expect(bomb.length).toBeLessThan(40_000);
    expect(await open('plan', await signed(bomb, header), subject)).toMatchObject({ fault: 'inflates-too-far' });
    expect(await open('plan', await signed('not deflated', header), subject)).toMatchObject({ ok: false });
  });

  it('are not made larger than their readers take', async () => {
    const parameters = { text: 'x'.repeat(20_000) };
    const command = { id: 'c', name: 'test', issuedAt: 1, expiresAt: 2, parameters };
    const subject = subjects.device('d', 'command');
    await expect(sealDocument('command', subject, DEPLOYMENT, command, signer)).rejects.toThrow(RangeError);
  });

  it('are checked with keys of the right use, place and time only', async () => {
    const { x } = fixtureKey('plan');
    const row = { kid: 'k', use: 'plan' as const, x, scope: 'commune-1', notBefore: 100, notAfter: 200 };
    const broken = { ...row, kid: 'broken', x: 'A'.repeat(42) };
    const ring = await keyRingOf({
      epoch: 1,
      revision: 1,
      issuedAt: 0,
      root: { kid: 'r', x },
      rotations: [],
      keys: [row, broken],
    });
    expect(ring.find('k', 'plan', ['hamlet-1', 'commune-1'], 150)).toBeDefined();
    expect(ring.find('k', 'plan', ['hamlet-1', 'commune-1'], 'whenever')).toBeDefined();
    expect(ring.find('k', 'plan', ['hamlet-1', 'commune-1'], undefined)).toBeUndefined();
    expect(ring.find('k', 'sync', ['commune-1'], 150)).toBeUndefined();
    expect(ring.find('k', 'plan', ['commune-2'], 150)).toBeUndefined();
    expect(ring.find('k', 'plan', undefined, 150)).toBeUndefined();
    expect(ring.find('k', 'plan', ['commune-1'], 99)).toBeUndefined();
    expect(ring.find('k', 'plan', ['commune-1'], 201)).toBeUndefined();
    expect(ring.find('unknown', 'plan', ['commune-1'], 150)).toBeUndefined();
  });
});
