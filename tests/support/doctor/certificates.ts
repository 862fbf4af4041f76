/** Certificates with a fault, made by OpenSSL. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Identity {
  key: string;
  cert: string;
}

const CONFIG = `
[ca]
default_ca = own
[own]
dir = .
database = ./index
serial = ./serial
new_certs_dir = .
default_md = default
policy = any
copy_extensions = copy
[any]
commonName = supplied
`;

/** Signed by itself, so that it is its own authority. @param from, until `YYYYMMDDHHMMSSZ` */
export function selfSigned({ name = 'localhost', from = '20200101000000Z', until = '20991231235959Z' } = {}): Identity {
  const folder = mkdtempSync(join(tmpdir(), 'loa-certificate-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  try {
    writeFileSync(join(folder, 'config'), CONFIG);
    writeFileSync(join(folder, 'index'), '');
    writeFileSync(join(folder, 'serial'), '01');
    const request = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
    openssl('req', '-new', '-newkey', 'ed25519', '-nodes', '-keyout', 'key.pem', '-out', 'request.pem', ...request);
    const dates = ['-startdate', from, '-enddate', until];
    const files = ['-config', 'config', '-in', 'request.pem', '-keyfile', 'key.pem', '-out', 'cert.pem'];
    openssl('ca', '-batch', '-selfsign', '-notext', ...files, ...dates);
    return { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
