/** HTML as text: whatever is filled in is escaped, unless it is HTML already. */

export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? mark);

type Filling = Html | string | number | undefined | false | readonly Filling[];

const filled = (value: Filling): string => {
  if (value instanceof Html) return value.text;
  if (value === undefined || value === false) return '';
  return typeof value === 'string' || typeof value === 'number' ? escaped(String(value)) : value.map(filled).join('');
};

/** Lists are put together; `undefined` and `false` are nothing. */
export const html = (pieces: TemplateStringsArray, ...values: readonly Filling[]): Html =>
  new Html(pieces.map((piece, index) => piece + (index < values.length ? filled(values[index]) : '')).join(''));
