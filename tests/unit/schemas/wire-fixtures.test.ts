/** The golden documents: opening gives the payload, sealing again gives the same text, and nothing else opens them. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { DOCUMENT_TYPES, type DocumentName } from '@loa-lang/schemas/sealing/document-types';
import { openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import {
  openDocument,
  type PayloadOf,
  privateKeyFrom,
  publicKeyFrom,
  sealDocument,
} from '@loa-lang/schemas/sealing/seal';
import { readLivePacket, signedLiveBytes } from '@loa-lang/schemas/wire/live';
import { parseTopic, topicOf } from '@loa-lang/schemas/wire/topics';
import { describe, expect, it } from 'vitest';
import { fixtureKey } from '../../fixtures/wire-cases.ts';

const folder = new URL('../../../schemas/wire/fixtures/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
const NAMES = Object.keys(DOCUMENT_TYPES) as DocumentName[];

describe('wire fixtures', () => {
  it('hold one document of each kind', () => {
    const files = readdirSync(folder).map((file) => file.replace('.json', ''));
    expect(files.sort()).toEqual([...NAMES, 'live', 'chunk'].sort());
  });

  it.each(NAMES)('%s opens to its payload and is sealed to the same text', async (name) => {
    const { deploymentId, subject, kid, x, d, payload, document } = read(name);
    const publicKey = await publicKeyFrom(x);
    const bytes = Buffer.from(document);
    const expected = { deploymentId, subject, publicKey: (id: string) => (id === kid ? publicKey : undefined) };
    expect(await openDocument(name, bytes, expected)).toEqual({ ok: true, payload, kid });
    // travels inside a command
    if (name !== 'release') expect(parseTopic(topicOf(subject))).toBeDefined();

    const signer = { kid, privateKey: await privateKeyFrom({ x, d }) };
    const again = await sealDocument(name, subject, deploymentId, payload as PayloadOf<typeof name>, signer);
    const text = Buffer.from(again).toString();
    // deflate may choose differently in another version of zlib; header and content may not
    if (name === 'plan') expect(text.split('.')[0]).toBe(document.split('.')[0]);
    else expect(text).toBe(document);
  });

  it.each(NAMES)('%s is refused elsewhere, by others, as another kind and when touched', async (name) => {
    const { deploymentId, subject, kid, x, document } = read(name);
    const publicKey = await publicKeyFrom(x);
    const stranger = await publicKeyFrom(fixtureKey('stranger').x);
    const bytes = Buffer.from(document);
    const right = { deploymentId, subject, publicKey: (id: string) => (id === kid ? publicKey : undefined) };
    const other = NAMES.find((one) => one !== name && DOCUMENT_TYPES[one].maxBytes >= bytes.length) ?? 'keys';
    const touched = Buffer.from(bytes);
    const middle = document.indexOf('.') + 5;
    touched[middle] = touched[middle] === 65 ? 66 : 65;
    expect(await openDocument(name, bytes, { ...right, subject: 'area/other/plan' })).toMatchObject({
      fault: 'wrong-subject',
    });
    expect(await openDocument(name, bytes, { ...right, deploymentId: 'x' })).toMatchObject({
      fault: 'wrong-deployment',
    });
    expect(await openDocument(name, bytes, { ...right, publicKey: () => undefined })).toMatchObject({
      fault: 'unknown-key',
    });
    expect(await openDocument(name, bytes, { ...right, publicKey: () => stranger })).toMatchObject({
      fault: 'bad-signature',
    });
    expect(await openDocument(other, bytes, right)).toMatchObject({ fault: 'wrong-type' });
    expect(await openDocument(name, touched, right)).toMatchObject({ fault: 'bad-signature' });
  });

  it('lead from the first root to the one that signed', async () => {
    const { deploymentId, document } = read('keys');
    const bytes = Buffer.from(document);
    for (const name of ['first-root', 'root']) {
      const { kid, x } = fixtureKey(name);
      const opened = await openKeyDocument(bytes, deploymentId, { kid, x });
      expect(opened).toMatchObject({ ok: true, root: { kid: 'fixture-root' } });
    }
    const { kid, x } = fixtureKey('stranger');
    expect(await openKeyDocument(bytes, deploymentId, { kid, x })).toEqual({ ok: false, fault: 'unknown-key' });
  });

  it('hold a live packet as the byte table says', () => {
    const { packet, frames, sequence, playAtMicros, streamId, x } = read('live');
    const bytes = Buffer.from(packet, 'hex');
    const opened = readLivePacket(bytes);
    expect(opened?.frames.map((frame) => Buffer.from(frame).toString('hex'))).toEqual(frames);
    expect([opened?.sequence, String(opened?.playAtMicros)]).toEqual([sequence, playAtMicros]);
    expect(bytes.readUInt8(0)).toBe(1);
    expect(bytes.readUInt32BE(2)).toBe(sequence);
    expect(String(bytes.readBigUInt64BE(6))).toBe(playAtMicros);
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const signed = signedLiveBytes(streamId, bytes.subarray(0, -64));
    expect(verify(null, signed, key, bytes.subarray(-64))).toBe(true);
  });

  it('hold the last chunk of an asset', () => {
    const { assetId, sizeBytes, chunk, subject } = read('chunk');
    const asset = Buffer.alloc(sizeBytes, 0x5a);
    expect(createHash('sha256').update(asset).digest('hex')).toBe(assetId);
    expect(parseTopic(topicOf(subject))).toEqual({ kind: 'chunk', assetId, index: 1 });
    expect(asset.subarray(8192).toString('hex')).toBe(chunk);
  });
});
