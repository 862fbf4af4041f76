/** How much of a short message a text takes: 3GPP TS 23.038 (alphabet), 23.040 (parts). */

/** Basic table of the 7-bit alphabet; those of the extension table count twice. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENSION = new Set('^{}\\[~]|€\f');

/** Characters of one message, and of each part when there are several. */
const ROOM = { gsm: { one: 160, part: 153 }, unicode: { one: 70, part: 67 } } as const;

export interface ShortMessage {
  text: string;
  encoding: 'gsm' | 'unicode';
  /** messages that are charged for */
  parts: number;
}

export function shortMessage(text: string): ShortMessage {
  const encoding = [...text].every((each) => BASIC.has(each) || EXTENSION.has(each)) ? 'gsm' : 'unicode';
  const length =
    encoding === 'gsm' ? [...text].reduce((sum, each) => sum + (EXTENSION.has(each) ? 2 : 1), 0) : text.length;
  const { one, part } = ROOM[encoding];
  return { text, encoding, parts: length <= one ? 1 : Math.ceil(length / part) };
}

/** Longest prefix of a title with which the whole still is one GSM message; diacritics are given up for it. */
export function oneMessage(compose: (title: string) => string, title: string): ShortMessage {
  const letters = [...plainLetters(title)];
  for (let length = letters.length; length >= 0; length--) {
    const cut = length === letters.length ? letters.join('') : `${letters.slice(0, length).join('').trimEnd()}...`;
    const message = shortMessage(compose(cut));
    if ((message.encoding === 'gsm' && message.parts === 1) || length === 0) return message;
  }
  return shortMessage(compose(''));
}

/** Without marks, đ as d; what the alphabet still lacks is left out. */
export const plainLetters = (text: string): string =>
  [...text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D')]
    .map((each) => (each === '–' || each === '—' ? '-' : each === '“' || each === '”' ? '"' : each))
    .filter((each) => BASIC.has(each))
    .join('');
