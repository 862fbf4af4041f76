/** Certificates that the controller itself believes, as a file: ffmpeg has none of its own, and believes everybody then. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

/** @returns the path of the file @throws when it cannot be written */
export async function writeTrustedRoots(folder: string): Promise<string> {
  const path = join(folder, 'trusted-roots.pem');
  await mkdir(folder, { recursive: true });
  await writeFile(path, rootCertificates.join('\n'));
  return path;
}
