/** Search without diacritics: `hoà`, `hòa` and `hoa` are one. */

/** Lower case, without diacritics, đ as d, spaces as one. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/đ/g, 'd').replace(/\s+/g, ' ').trim();

/** Whether every word that is looked for is somewhere in the text. @param text folded @param wanted as typed */
export function matches(text: string, wanted: string): boolean {
  return fold(wanted)
    .split(' ')
    .every((word) => text.includes(word));
}
