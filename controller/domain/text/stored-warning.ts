/** Warnings of a bulletin's version as they are stored: a code and its values in one text. */

export interface StoredWarning {
  code: string;
  [value: string]: string | number;
}

/** A warning as it is stored: the code, then its values. */
export const warningText = ({ code, ...values }: StoredWarning): string =>
  [code, ...Object.entries(values).map(([name, value]) => `${name}=${value}`)].join(' ');

/** Code and values of a stored warning; those without values are their code. */
export function readWarning(text: string): { code: string; values: Record<string, string> } {
  const [code = '', ...pairs] = text.split(' ');
  return { code, values: Object.fromEntries(pairs.map((pair) => pair.split('=', 2) as [string, string])) };
}
