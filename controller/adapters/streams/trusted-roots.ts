/** Certificates that the controller itself believes, as a file: ffmpeg has none of its own, and believes everybody then. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

/** Node's own way of adding an authority. */
const EXTRA = process.env.NODE_EXTRA_CA_CERTS;

/** @returns the path of the file @throws when it cannot be written, or the extra file cannot be read */
export async function writeTrustedRoots(folder: string): Promise<string> {
  const extra = EXTRA === undefined ? [] : [await readFile(EXTRA, 'utf8')];
  const path = join(folder, 'trusted-roots.pem');
  await mkdir(folder, { recursive: true });
  await writeFile(path, [...rootCertificates, ...extra].join('\n'));
  return path;
}
