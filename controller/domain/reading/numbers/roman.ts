/** Roman numerals from 1 to 3999, in their one canonical spelling. */

const VALUES: readonly (readonly [string, number])[] = [
  ['M', 1000],
  ['CM', 900],
  ['D', 500],
  ['CD', 400],
  ['C', 100],
  ['XC', 90],
  ['L', 50],
  ['XL', 40],
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
];

const write = (value: number): string => {
  let rest = value;
  let text = '';
  for (const [letters, worth] of VALUES) {
    while (rest >= worth) {
      text += letters;
      rest -= worth;
    }
  }
  return text;
};

/** Value of a canonical numeral; undefined for anything else ("IIII", "IC"). */
export function romanValue(text: string): number | undefined {
  if (!/^[IVXLCDM]{1,15}$/.test(text)) return undefined;
  let value = 0;
  let at = 0;
  for (const [letters, worth] of VALUES) {
    while (text.startsWith(letters, at)) {
      value += worth;
      at += letters.length;
    }
  }
  return at === text.length && value < 4000 && write(value) === text ? value : undefined;
}
