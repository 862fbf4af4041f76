/** The version in this workspace's package.json. */
import { readFile } from 'node:fs/promises';

export async function readAgentVersion(): Promise<string> {
  // one folder above `dist`
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
