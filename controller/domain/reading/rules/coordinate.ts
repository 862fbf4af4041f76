/** Degrees, minutes, seconds; and minutes or inches marked by strokes. */

import { cardinal } from '../numbers/cardinal.ts';
import { numeralAt, numeralWords } from '../numbers/numeral.ts';
import type { Rule } from '../scan.ts';
import { ratesOf } from './unit-tail.ts';

const DEGREES =
  /(\d{1,3})(?:[,.](\d{1,6}))? ?[°º˚](?: ?(\d{1,2}(?:[.,]\d{1,3})?) ?['’′])?(?: ?(\d{1,2}(?:[.,]\d{1,3})?) ?(?:["”″]|''))? ?([NSEWBĐTO](?![\p{L}\d]))?/uy;
const SIDES: Readonly<Record<string, string>> = {
  N: 'vĩ Bắc',
  B: 'vĩ Bắc',
  S: 'vĩ Nam',
  E: 'kinh Đông',
  Đ: 'kinh Đông',
  W: 'kinh Tây',
  O: 'kinh Tây',
  T: 'kinh Tây',
};
const MINUTES = /(\d{1,3})(?: ?[-–] ?(\d{1,3}))? ?['’′](?: ?(\d{1,2}) ?(?:["”″]|''))?/y;

/** "15,8N-111,2E", "16,0-19,5N" of a bulletin about a storm */
const SHORT = /(\d{1,3}[.,]\d{1,2})(?: ?[-–] ?(\d{1,3}[.,]\d{1,2}))? ?([NE])(?![\p{L}\d])/uy;
const NAMED: Readonly<Record<string, string>> = { N: 'Bắc', E: 'Đông' };

/** Things measured in inches. */
const SCREEN = /(?:tivi|ti vi|tv|màn hình|màn|laptop|máy tính|vành|lốp)(?: \p{L}+){0,2} $/u;

const words = (text = ''): string => {
  const numeral = numeralAt(text, 0);
  return numeral === undefined ? '' : numeralWords(numeral);
};

export const coordinate: Rule = (scan, at) => {
  if (!scan.isStart(at)) return undefined;
  const short = scan.match(SHORT, at);
  if (short !== undefined) {
    const [all, from, until, side = ''] = short;
    const angle = until === undefined ? words(from) : `${words(from)} đến ${words(until)}`;
    const name = /(?:vĩ|kinh) tuyến $/u.test(scan.before(at)) ? NAMED[side] : SIDES[side];
    return { to: at + all.length, reading: `${angle} độ ${name}`, kind: 'coordinate', reason: 'độ, toạ độ' };
  }
  const found = scan.match(DEGREES, at);
  if (found !== undefined && !/^[CFK]/.test(scan.text.slice(at + found[0].trimEnd().length))) {
    const [all, whole = '', fraction, minutes, seconds, side] = found;
    const parts = [`${numeralWords({ whole, fraction, sign: '' })} độ`];
    if (minutes !== undefined) parts.push(`${words(minutes)} phút`);
    if (seconds !== undefined) parts.push(`${words(seconds)} giây`);
    if (side !== undefined) parts.push(SIDES[side] ?? '');
    return { to: at + all.trimEnd().length, reading: parts.join(' '), kind: 'coordinate', reason: 'độ, toạ độ' };
  }
  const inches = SCREEN.test(scan.before(at)) ? scan.match(/(\d{1,3})(?: ?(?:["”″]|''))/y, at) : undefined;
  if (inches !== undefined) {
    const reading = `${cardinal(inches[1] ?? '')} inh`;
    return { to: at + inches[0].length, reading, kind: 'quantity', reason: 'số inh' };
  }
  const minutes = scan.match(MINUTES, at);
  if (minutes === undefined) return undefined;
  const said = [minutes[1], minutes[2]].flatMap((each) => (each === undefined ? [] : [cardinal(each)])).join(' đến ');
  const seconds = minutes[3] === undefined ? '' : ` ${cardinal(minutes[3])} giây`;
  const to = at + minutes[0].length;
  const rates = ratesOf(scan, to, 'phút');
  const reading = [`${said} phút${seconds}`, rates?.reading].filter(Boolean).join(' ');
  return { to: rates?.to ?? to, reading, kind: 'time', reason: 'số phút' };
};
