/** The deployment's certificates, as OpenSSL reads them. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openAuthority,
  renewAuthority,
  retireAuthorities,
} from '@loa-lang/controller/adapters/certificates/file-authority';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_BOX } from '../../../support/test-keys.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-authority-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const openssl = (...args: string[]): string => {
  try {
    return execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return `${(error as { stdout: string }).stdout}${(error as { stderr: string }).stderr}`;
  }
};
const newKey = () => generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x as string;

describe('the authority of a deployment', () => {
  it('is made once, readable by its owner alone', async () => {
    const first = await openAuthority(folder, 'deployment-1', TEST_BOX);
    expect((await openAuthority(folder, 'deployment-1', TEST_BOX)).certificates).toEqual(first.certificates);
    expect(statSync(join(folder, 'keys', 'authority.json')).mode & 0o777).toBe(0o600);
  });

  it('signs certificates that hold in 1970 and in 9999, each for its purpose alone', async () => {
    const authority = await openAuthority(folder, 'deployment-1', TEST_BOX);
    const ca = write('ca.pem', authority.certificates.join(''));
    const x = newKey();
    const device = await authority.issueDevice('device-1', x);
    const server = await authority.issueServer(['loa.example', '10.0.0.7']);
    const parsed = new X509Certificate(device.pem);
    expect(parsed.subject).toBe('CN=device-1');
    expect(parsed.publicKey.export({ format: 'jwk' }).x).toBe(x);
    expect(parsed.serialNumber.toLowerCase()).toBe(device.serial);
    const [devicePem, serverPem] = [write('device.pem', device.pem), write('server.pem', server.certificate)];
    for (const at of ['5', '253402300000']) {
      const verify = (purpose: string, file: string, ...more: string[]) =>
        openssl('verify', '-x509_strict', '-attime', at, '-CAfile', ca, '-purpose', purpose, ...more, file);
      expect(verify('sslclient', devicePem)).toContain(': OK');
      expect(verify('sslserver', devicePem)).not.toContain(': OK');
      expect(verify('sslserver', serverPem, '-verify_hostname', 'loa.example')).toContain(': OK');
      expect(verify('sslserver', serverPem, '-verify_ip', '10.0.0.7')).toContain(': OK');
      expect(verify('sslserver', serverPem, '-verify_hostname', 'other.example')).not.toContain(': OK');
      expect(verify('sslclient', serverPem)).not.toContain(': OK');
    }
  });

  it('withdraws what it is told to and nothing else', async () => {
    const authority = await openAuthority(folder, 'deployment-1', TEST_BOX);
    const ca = write('ca.pem', authority.certificates.join(''));
    const [gone, well] = [await authority.issueDevice('gone', newKey()), await authority.issueDevice('well', newKey())];
    const check = async (withdrawn: { serial: string; at: number }[], pem: string) => {
      const list = write('list.pem', await authority.revocationList(withdrawn));
      return openssl('verify', '-attime', '5', '-crl_check', '-CAfile', ca, '-CRLfile', list, write('leaf.pem', pem));
    };
    expect(await check([], gone.pem)).toContain(': OK');
    const withdrawn = [{ serial: gone.serial, at: Date.UTC(2026, 0, 1) }];
    expect(await check(withdrawn, gone.pem)).toContain('certificate revoked');
    expect(await check(withdrawn, well.pem)).toContain(': OK');
  });

  it('is renewed: who knows the old one verifies the new servers, until the old one is retired', async () => {
    const before = await openAuthority(folder, 'deployment-1', TEST_BOX);
    const old = await before.issueDevice('device-1', newKey());
    await renewAuthority(folder, 'deployment-1', TEST_BOX);
    const after = await openAuthority(folder, 'deployment-1', TEST_BOX);
    expect(after.certificates.slice(1)).toEqual(before.certificates);
    expect([after.isCurrent(old.pem), before.isCurrent(old.pem)]).toEqual([false, true]);
    const { certificate } = await after.issueServer(['loa.example']);
    const chain = write('chain.pem', certificate);
    for (const [known] of [before.certificates, after.certificates]) {
      const ca = write('known.pem', known as string);
      expect(openssl('verify', '-attime', '5', '-CAfile', ca, '-untrusted', chain, chain)).toContain(': OK');
    }
    const both = write('both.pem', after.certificates.join(''));
    expect(openssl('verify', '-CAfile', both, write('old.pem', old.pem))).toContain(': OK');
    await retireAuthorities(folder);
    const alone = await openAuthority(folder, 'deployment-1', TEST_BOX);
    expect(alone.certificates).toEqual(after.certificates.slice(0, 1));
  });
});
