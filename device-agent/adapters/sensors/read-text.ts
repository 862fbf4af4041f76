/** What the kernel tells in files. */
import { readFile } from 'node:fs/promises';

/** Without the white space around it; `undefined` where there is no such file or it says nothing. */
export async function textOf(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim() || undefined;
}

/** A whole number as the kernel writes it; `undefined` for anything else. */
export async function integerOf(path: string): Promise<number | undefined> {
  const text = await textOf(path);
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}
