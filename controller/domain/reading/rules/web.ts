/** Addresses of the web and of e-mail, and IP addresses. */
import { SHIPPED } from '../abbreviations.ts';
import { digitByDigit } from '../numbers/cardinal.ts';
import type { Rule } from '../scan.ts';
import { LETTER_NAMES } from '../tables/letters.ts';
import { isSyllable } from '../vietnamese.ts';
import { wordsOfName } from './web-name.ts';

const URL = /(?:https?|ftp):\/\/[^\s<>"“”()]{1,300}/iy;
const MAIL = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}/y;
const HOST =
  /(?:www\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:vn|com|org|net|edu|gov|info|io|me)(?![\p{L}\d-])(?:\/[^\s<>"“”()]{0,200})?/iuy;

const MARKS: Readonly<Record<string, string>> = {
  '.': 'chấm',
  '@': 'a còng',
  ':': 'hai chấm',
  '/': 'gạch chéo',
  '-': 'gạch ngang',
  _: 'gạch dưới',
  '?': 'hỏi',
  '=': 'bằng',
  '&': 'và',
  '%': 'phần trăm',
  '#': 'thăng',
  '+': 'cộng',
  '~': 'ngã',
};
/** Endings and schemes as they are said; names stay what they are. */
const LABELS: Readonly<Record<string, string>> = {
  vn: 'vi en',
  org: 'o rờ gờ',
  net: 'nét',
  edu: 'e-đu',
  gov: 'gáp',
  www: 'vê kép vê kép vê kép',
  http: 'hát tê tê pê',
  https: 'hát tê tê pê ét',
  ftp: 'ép tê pê',
  io: 'ai ô',
};

export const web: Rule = (scan, at) => {
  if (!scan.isStart(at)) return undefined;
  const found = scan.match(URL, at) ?? scan.match(MAIL, at) ?? scan.match(HOST, at);
  if (found === undefined) return undefined;
  const address = found[0].replace(/[.,;:!?)\]}'"-]+$/, '');
  if (address.length < 4) return undefined;
  return { to: at + address.length, reading: say(address), kind: 'address', reason: 'địa chỉ mạng' };
};

function say(address: string): string {
  const pieces = address.match(/[\p{L}\p{M}]+|\d+|[^\p{L}\p{M}\d]/gu) ?? [];
  return pieces.map(sayPiece).filter(Boolean).join(' ');
}

function sayPiece(piece: string): string {
  if (/^\d/.test(piece)) return digitByDigit(piece);
  if (!/^[\p{L}\p{M}]/u.test(piece)) return MARKS[piece] ?? '';
  const small = piece.toLowerCase();
  if (Object.hasOwn(LABELS, small)) return LABELS[small] ?? '';
  if (small.length === 1) return LETTER_NAMES[small.toUpperCase()] ?? small;
  if (small.length < 3 || isSyllable(small)) return small;
  return SHIPPED.get(small)?.reading.toLowerCase() ?? wordsOfName(small) ?? small;
}
