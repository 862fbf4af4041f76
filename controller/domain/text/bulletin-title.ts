/** A title for a bulletin that was given none. */
import { tidyName } from './names.ts';

const MAX_CHARACTERS = 80;

/** First sentence or line of a text, cut at a word when it is long. */
export function titleOfText(text: string): string {
  const [head = ''] = tidyName(text.trim().split(/\n|(?<=[.!?:])\s/u, 1)[0] ?? '').split('\n');
  if (head.length <= MAX_CHARACTERS) return head;
  const cut = head.slice(0, MAX_CHARACTERS);
  return `${cut.slice(0, cut.lastIndexOf(' ') > 20 ? cut.lastIndexOf(' ') : MAX_CHARACTERS)}…`;
}

/** Name of an uploaded file without folder and extension. */
export const titleOfFile = (fileName: string): string => fileName.replace(/\.[^.]{1,8}$/u, '') || fileName;

/**
 * A file name as it is kept: NFC whatever the sender's system used, without folders and control characters. Browsers
 * on macOS send NFD; both forms are the same name.
 */
export const tidyFileName = (raw: string): string => {
  const last = raw.normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  const clean = last.replace(/[\u0000-\u001f\u007f]/gu, '').trim();
  return clean === '' ? 'audio' : [...clean].slice(0, 200).join('');
};
