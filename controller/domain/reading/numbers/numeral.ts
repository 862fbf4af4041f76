/** Numbers as they are written: 1.263.600 and 98,5 by Vietnamese custom, 1,123.56 where it cannot be that. */
import { cardinal, DIGIT_WORDS, digitByDigit } from './cardinal.ts';

export interface Numeral {
  /** index behind it */
  to: number;
  whole: string;
  /** digits behind the decimal mark */
  fraction: string | undefined;
  sign: '' | '+' | '-';
  /** it has separators of thousands, so it is an amount and not a label */
  grouped: boolean;
  /** another number the same characters may mean */
  otherwise?: string;
}

/** A run is bounded, so that reading stays linear whatever the text holds. */
const RUN = /[+\-−]?\d{1,40}(?:[.,]\d{1,40}){0,12}/y;
/** 1 000 000 đồng: blanks separate thousands where money follows. */
const SPACED = /[1-9]\d{0,2}(?:[ \u00a0]\d{3}){1,6}(?=[ \u00a0]?(?:đ(?!\p{L})|đồng|vnđ|vnd|₫|usd))/iuy;
const VIETNAMESE = /^\d{1,3}(?:\.\d{3})+(?:,(\d+))?$/;
const ENGLISH = /^\d{1,3}(?:,\d{3})+\.(\d+)$|^\d{1,3}(?:,\d{3}){2,}$/;

/** The numeral at `from`, signed only when `signed`; undefined where dots and commas make no number (1.2.3). */
export function numeralAt(text: string, from: number, signed = false): Numeral | undefined {
  SPACED.lastIndex = from;
  const spaced = SPACED.exec(text)?.[0];
  if (spaced !== undefined) {
    const whole = spaced.replace(/\D/g, '');
    return { to: from + spaced.length, whole, fraction: undefined, sign: '', grouped: true };
  }
  RUN.lastIndex = from;
  const run = RUN.exec(text)?.[0];
  if (run === undefined) return undefined;
  const sign = run.startsWith('+') ? '+' : /^[-−]/.test(run) ? '-' : '';
  if (sign !== '' && !signed) return undefined;
  const digits = sign === '' ? run : run.slice(1);
  const to = from + run.length;
  const next = text[to];
  if (next !== undefined && /\d/.test(next)) return undefined;
  const parsed = parse(digits);
  return parsed && { to, sign, ...parsed };
}

function parse(digits: string): Omit<Numeral, 'to' | 'sign'> | undefined {
  if (/^\d+$/.test(digits)) return { whole: digits, fraction: undefined, grouped: false };
  const vietnamese = VIETNAMESE.exec(digits);
  if (vietnamese !== null && !/^0\d*\./.test(digits)) {
    const whole = (digits.split(',')[0] ?? '').replaceAll('.', '');
    return { whole, fraction: vietnamese[1], grouped: true };
  }
  const english = ENGLISH.exec(digits);
  if (english !== null) {
    return { whole: (digits.split('.')[0] ?? '').replaceAll(',', ''), fraction: english[1], grouped: true };
  }
  const [whole = '', fraction, ...more] = digits.split(/[.,]/);
  if (fraction === undefined || more.length > 0) return undefined;
  const thousands = /^[1-9]\d{0,2},\d{3}$/.test(digits) ? { otherwise: cardinal(whole + fraction) } : {};
  return { whole, fraction, grouped: false, ...thousands };
}

/** The fraction as people say it: two digits as a number, more of them one by one. */
const fractionWords = (digits: string): string =>
  digits.length === 2 && !digits.startsWith('0') ? cardinal(digits) : digitByDigit(digits);

/** In words, with "âm" or "dương" where a sign is written. ",00" is not said: 17,00 m is mười bảy mét. */
export function numeralWords({ whole, fraction, sign }: Pick<Numeral, 'whole' | 'fraction' | 'sign'>): string {
  const signWord = sign === '-' ? 'âm ' : sign === '+' ? 'dương ' : '';
  const tail = fraction === undefined || /^0+$/.test(fraction) ? '' : ` phẩy ${fractionWords(fraction)}`;
  return signWord + cardinal(whole) + tail;
}

/** Other ways to say it, the zeros of ",00" among them. */
export function numeralAlternatives({ whole, fraction, otherwise }: Numeral): string[] {
  const zeros = fraction !== undefined && /^0+$/.test(fraction);
  return [
    ...(otherwise === undefined ? [] : [otherwise]),
    ...(zeros ? [`${cardinal(whole)} phẩy ${fraction.replaceAll('0', `${DIGIT_WORDS[0]} `).trim()}`] : []),
    ...(fraction === undefined && whole.length > 1 ? [digitByDigit(whole)] : []),
  ];
}
