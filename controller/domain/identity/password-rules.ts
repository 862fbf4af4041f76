/**
 * Which passwords are taken. Length counts, not kinds of characters (NIST SP 800-63B): what is left of a password
 * without names, words that everybody uses and rows of the keyboard must still be something.
 */
import type { Contacts } from './contact.ts';

export type PasswordFault = 'password-short' | 'password-long' | 'password-simple';

/** Characters. Eight would do beside a second factor, but not everybody has one. */
export const MIN_PASSWORD = 10;
/** Long enough for any sentence; longer ones would only cost time. */
export const MAX_PASSWORD = 200;
/** Characters that no name, common word or row of keys accounts for. */
const MIN_OWN = 4;
const MIN_DIFFERENT = 5;

const COMMON = [
  ...['matkhau', 'password', 'passw0rd', 'welcome', 'admin', 'quantri', 'letmein', 'iloveyou', 'anhyeuem', 'emyeuanh'],
  ...['loalang', 'loaphuong', 'truyenthanh', 'phatthanh', 'vietnam', 'hanoi', 'saigon', 'xinchao', 'daiphuong'],
  ...['qwerty', 'asdfgh', 'zxcvbn', 'qazwsx', '1q2w3e', 'abcdef', 'abc123', '123456', '654321', '012345', '987654'],
];
const ROWS = ['01234567890', '09876543210', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz'];
const YEAR = /(19|20)\d\d/g;

/** Characters that look the same are the same, however they were typed (RFC 8265). */
export const normalPassword = (password: string): string => password.normalize('NFC');

export function passwordFault(password: string, { name, phone, email }: Contacts & { name: string }) {
  const characters = [...normalPassword(password)];
  if (characters.length < MIN_PASSWORD) return 'password-short' satisfies PasswordFault;
  if (characters.length > MAX_PASSWORD) return 'password-long' satisfies PasswordFault;
  if (new Set(characters).size < MIN_DIFFERENT) return 'password-simple' satisfies PasswordFault;
  const syllables = name.split(/\s+/).filter((each) => each.length > 1);
  const own = [...syllables, phone?.slice(3), email, email?.split('@')[0]].flatMap((each) => plain(each ?? ''));
  const known = [...own, ...COMMON].filter((each) => each.length > 1).sort((a, b) => b.length - a.length);
  const left = withoutRows(
    known.reduce((rest, word) => rest.replaceAll(word, ' '), plain(password)).replace(YEAR, ' '),
  );
  return [...left.replace(/[\s\d]/g, '')].length + Math.floor(left.replace(/\D/g, '').length / 2) < MIN_OWN
    ? ('password-simple' satisfies PasswordFault)
    : undefined;
}

/** Lower case without marks: `Mật-khẩu` is `mat-khau`. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^\p{L}\d]/gu, '');

/** Four keys in a row, or one key four times, are one. */
function withoutRows(text: string): string {
  const rows = ROWS.flatMap((row) => Array.from({ length: row.length - 3 }, (_, at) => row.slice(at, at + 4)));
  const marked = rows.reduce((rest, row) => rest.replaceAll(row, ' '), text);
  return marked.replace(/(.)\1{3,}/g, '$1');
}
