/** A change of the authority as a device lives through it, with the authority's own certificates. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { openAuthority, renewAuthority } from '@loa-lang/controller/adapters/certificates/file-authority';
import type { Authority } from '@loa-lang/controller/ports/authority';
import { CertificateKeeper } from '@loa-lang/device-agent/enrolment/certificate-keeper';
import type { Enrolled } from '@loa-lang/device-agent/enrolment/identity-folder';
import { privateKeyFrom } from '@loa-lang/schemas/sealing/seal';
import type { EnrolmentAnswer } from '@loa-lang/schemas/wire/enrolment';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { TEST_BOX } from '../../support/test-keys.ts';

let folder: string;
let before: Authority;
let after: Authority;
let key: { x: string; privateKey: Awaited<ReturnType<typeof privateKeyFrom>>; pem: string };
let enrolled: Enrolled;
let kept: Enrolled | undefined;
let stopping: AbortController;
beforeEach(async () => {
  stopping = new AbortController();
  folder = await temporaryFolder();
  before = await openAuthority(folder, 'd', TEST_BOX);
  await renewAuthority(folder, 'd', TEST_BOX);
  after = await openAuthority(folder, 'd', TEST_BOX);
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' });
  key = {
    x,
    privateKey: await privateKeyFrom({ x, d }),
    pem: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  };
  const { pem } = await before.issueDevice('device-1', x);
  enrolled = { deploymentId: 'd', deviceId: 'device-1', certificate: pem, brokerUrl: 'mqtts://old:1' };
  kept = undefined;
});
afterEach(async () => {
  stopping.abort();
  await rm(folder, { recursive: true, force: true });
});

const named = (authority: Authority) =>
  authority.certificates.map((pem) => new X509Certificate(pem).raw.toString('base64url'));

const keeperOf = (ask: (authorities: readonly string[]) => Promise<EnrolmentAnswer>, given = before.certificates) =>
  new CertificateKeeper({
    ...{ enrolled, given, key, ask, signal: stopping.signal },
    keep: async (news) => {
      kept = news;
    },
    log: () => undefined,
  });
const answer = async (): Promise<EnrolmentAnswer> => ({
  state: 'enrolled',
  deviceId: 'device-1',
  certificate: (await after.issueDevice('device-1', key.x)).pem,
  broker: { url: 'mqtts://new:2' },
});

it('believes whom the key document names, and exchanges its certificate for one of the newest', async () => {
  const asked: (readonly string[])[] = [];
  const keeper = keeperOf(async (authorities) => {
    asked.push(authorities);
    return answer();
  });
  keeper.authoritiesChanged(undefined);
  expect(keeper.tls()).toMatchObject({ ca: before.certificates, cert: enrolled.certificate });
  keeper.authoritiesChanged(named(after));
  expect(keeper.tls()).toMatchObject({ ca: after.certificates });
  await eventually('it is exchanged', () => after.isCurrent(String(keeper.tls().cert)));
  keeper.authoritiesChanged(named(after));
  expect(asked).toEqual([after.certificates]);
  expect(kept).toMatchObject({ authorities: after.certificates, brokerUrl: 'mqtts://new:2' });
  expect(keeper.brokerUrl()).toBe('mqtts://new:2');
});

it('keeps the old certificate, which still serves, while the office is away', async () => {
  let asked = 0;
  const keeper = keeperOf(async () => {
    asked++;
    throw new Error('nobody there');
  });
  keeper.authoritiesChanged(named(after));
  await eventually('it has asked', () => asked === 1);
  expect(keeper.tls().cert).toBe(enrolled.certificate);
});

it('a newer deployment.json counts again over what was learnt before', () => {
  enrolled = { ...enrolled, authorities: [...before.certificates], given: 'of an older file' };
  expect(keeperOf(answer, after.certificates).tls()).toMatchObject({ ca: after.certificates });
});

it('asks where its broker is after many attempts in vain, once', async () => {
  let asked = 0;
  const keeper = keeperOf(async () => {
    asked++;
    return { ...(await answer()), certificate: enrolled.certificate } as EnrolmentAnswer;
  });
  for (let n = 0; n < 10; n++) keeper.dialFailed();
  keeper.connectionLost();
  for (let n = 0; n < 14; n++) keeper.dialFailed();
  expect(asked).toBe(0);
  for (let n = 0; n < 20; n++) keeper.dialFailed();
  await eventually('it knows the new address', () => keeper.brokerUrl() === 'mqtts://new:2');
  expect(asked).toBe(1);
});
