/** Single plain spaces for the rules, and the way back to the text as it was given. */

export interface SingleSpaced {
  /** tabs, no-break spaces and doubled spaces are one plain space each; line ends stay */
  text: string;
  /** index in `text` → index in what was given */
  given: (index: number) => number;
  /** index in what was given → index in `text` */
  here: (index: number) => number;
}

const SPACES = /[^\S\n]+/gu;

export function singleSpaced(given: string): SingleSpaced {
  const origins: number[] = [];
  const heres = new Uint32Array(given.length + 1);
  const parts: string[] = [];
  let [from, length] = [0, 0];
  const copy = (to: number): void => {
    parts.push(given.slice(from, to));
    for (; from < to; from++) {
      origins.push(from);
      heres[from] = length++;
    }
  };
  for (const run of given.matchAll(SPACES)) {
    copy(run.index);
    parts.push(' ');
    origins.push(from);
    heres.fill(length, from, from + run[0].length);
    from += run[0].length;
    length += 1;
  }
  copy(given.length);
  origins.push(given.length);
  heres[given.length] = length;
  return {
    text: parts.join(''),
    given: (index) => origins[index] ?? given.length,
    here: (index) => heres[index] ?? length,
  };
}
