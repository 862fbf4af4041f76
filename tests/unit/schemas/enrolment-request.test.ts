import { generateKeyPairSync } from 'node:crypto';
import { openEnrolment, sealEnrolment } from '@loa-lang/schemas/sealing/enrolment';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import fc from 'fast-check';
import { CompactSign } from 'jose';
import { expect, it } from 'vitest';

const newKey = async () => {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { x, privateKey: await privateKeyFrom({ x, d }) };
};
const CLAIM = { code: 'ABCDEFGHJK', installationId: 'board-1', agentVersion: '0.1.0' };

it('a request is opened for its deployment, and tells the key that signed it', async () => {
  const key = await newKey();
  const request = await sealEnrolment(CLAIM, 'deployment', key);
  expect(await openEnrolment(request, 'deployment')).toEqual({ ...CLAIM, publicKey: key.x });
  expect(await openEnrolment(request, 'other')).toBeUndefined();
});

it('nobody asks with the key of another, nor changes what was asked', async () => {
  const [mine, theirs] = [await newKey(), await newKey()];
  expect(await openEnrolment(await sealEnrolment(CLAIM, 'd', { ...mine, x: theirs.x }), 'd')).toBeUndefined();
  const [header = '', , signature = ''] = (await sealEnrolment(CLAIM, 'd', mine)).split('.');
  const other = Buffer.from(JSON.stringify({ ...CLAIM, code: 'ZZZZZZZZZZ' })).toString('base64url');
  expect(await openEnrolment(`${header}.${other}.${signature}`, 'd')).toBeUndefined();
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: mine.x };
  const sign = (protectedHeader: object, claim: object) =>
    new CompactSign(Buffer.from(JSON.stringify(claim)))
      .setProtectedHeader({ alg: 'Ed25519', typ: 'loa-enrolment', dep: 'd', jwk, ...protectedHeader })
      .sign(mine.privateKey);
  expect(await openEnrolment(await sign({}, CLAIM), 'd')).toBeDefined();
  for (const header of [{ typ: 'loa-report' }, { dep: 'x' }, { jwk: { ...jwk, crv: 'X25519' } }, { jwk: 7 }]) {
    expect(await openEnrolment(await sign(header, CLAIM), 'd'), JSON.stringify(header)).toBeUndefined();
  }
  for (const claim of [
    {},
    { ...CLAIM, code: 'no' },
    { ...CLAIM, installationId: 'a b' },
    { ...CLAIM, agentVersion: 7 },
  ]) {
    expect(await openEnrolment(await sign({}, claim), 'd'), JSON.stringify(claim)).toBeUndefined();
  }
});

it('one key has one name: a clone, or who was revoked, is no stranger by writing it another way', async () => {
  const key = await newKey();
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // the last character carries two bits that say nothing
  const last = alphabet.indexOf(key.x.at(-1) ?? '');
  for (const spare of [1, 2, 3]) {
    const x = `${key.x.slice(0, -1)}${alphabet[last + spare]}`;
    expect(Buffer.from(x, 'base64url')).toEqual(Buffer.from(key.x, 'base64url'));
    expect(await openEnrolment(await sealEnrolment(CLAIM, 'd', { ...key, x }), 'd'), x).toBeUndefined();
  }
});

it('no text makes it throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 300 }), async (text) => {
      expect(await openEnrolment(text, 'd')).toBeUndefined();
    }),
  );
});
