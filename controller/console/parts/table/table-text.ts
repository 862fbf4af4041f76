/** Tables as text: what spreadsheets put on the clipboard, and CSV as RFC 4180 has it. */

/** Cells of what was pasted or read: tabs from a spreadsheet, else commas or semicolons; quotes hold what divides. */
export function readTable(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const first = plain.split('\n', 1)[0] ?? '';
  const divider = first.includes('\t') ? '\t' : first.split(';').length > first.split(',').length ? ';' : ',';
  const rows: string[][] = [];
  let [row, cell, isQuoted]: [string[], string, boolean] = [[], '', false];
  for (let i = 0; i < plain.length; i++) {
    const letter = plain[i] as string;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (plain[i + 1] === '"') {
        cell += '"';
        i++;
      } else isQuoted = false;
    } else if (letter === '"' && cell === '') isQuoted = true;
    else if (letter === divider || letter === '\n') {
      row.push(cell.trim());
      cell = '';
      if (letter === '\n') {
        rows.push(row);
        row = [];
      }
    } else cell += letter;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell.trim()]);
  return rows.filter((cells) => cells.some((each) => each !== ''));
}

/** With a byte order mark, by which Excel knows UTF-8. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\r\n')}\r\n`;
