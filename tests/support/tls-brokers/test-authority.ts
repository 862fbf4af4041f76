/** A certificate authority in a folder of its own. */
import { rm } from 'node:fs/promises';
import { openAuthority } from '@loa-lang/controller/adapters/certificates/file-authority';
import type { Authority } from '@loa-lang/controller/ports/authority';
import { temporaryFolder } from '../database.ts';
import { TEST_BOX } from '../test-keys.ts';

export async function testAuthority(): Promise<{ authority: Authority; remove(): Promise<void> }> {
  const folder = await temporaryFolder();
  const authority = await openAuthority(folder, 'deployment', TEST_BOX);
  return { authority, remove: () => rm(folder, { recursive: true, force: true }) };
}
