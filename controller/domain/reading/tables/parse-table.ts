/** Tables written as lines "written = read"; lines that begin with # are headings. */
export function parseTable(lines: string): [written: string, reading: string][] {
  return lines
    .split('\n')
    .filter((line) => line.includes(' = ') && !line.startsWith('#'))
    .map((line) => {
      const at = line.indexOf(' = ');
      return [line.slice(0, at).trim(), line.slice(at + 3).trim()];
    });
}
