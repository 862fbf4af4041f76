/** What the security documents say is held against the tree: every path is there, every row says what it must. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './read-sources.ts';

const ETSI = 'deploy/checklists/etsi-en-303-645.md';
const ASVS = 'deploy/checklists/owasp-asvs-5.md';
const CIRCULAR = 'deploy/tt39.md';
const DOCUMENTS = ['SECURITY.md', ETSI, ASVS, CIRCULAR];

const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

/** What a document names in this tree, from its root: paths in its text, files in code marks, and its links. */
function pathsIn(document: string, text: string): string[] {
  const plain = text.matchAll(/(?<![\w/.-])(?:tests|controller|device-agent|schemas|deploy)\/[\w./-]*[\w/-]/g);
  const files = text.matchAll(/`([\w-]+\.(?:md|json|ts|mjs))`/g);
  const links = text.matchAll(/\]\((?!https?:)([^)#\s]+)/g);
  return [
    ...[...plain].map(([path]) => path).filter((path) => !text.includes(`](${path}`)),
    ...[...files].map(([, name = '']) => name),
    ...[...links].map(([, target = '']) => normalize(`${dirname(document)}/${target}`)),
  ];
}

const missing = (document: string, text: string): string[] =>
  pathsIn(document, text).filter((path) => !existsSync(`${ROOT}${path}`) || path.includes('/dist/'));

/** Rows of all tables that have these columns, in their order. */
function tablesWith(text: string, columns: readonly string[]): string[][] {
  const lines = text.split('\n').map((line) => (line.startsWith('|') ? cellsOf(line) : undefined));
  return lines.flatMap((cells, at) => {
    if (cells?.join('|') !== columns.join('|')) return [];
    const end = lines.indexOf(undefined, at);
    return lines.slice(at + 2, end === -1 ? undefined : end).map((row) => row ?? []);
  });
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** `2.1-2.3 2.7` or `1-3 5`, the first part of a number repeated or not → each of them. */
const expanded = (claim: string, prefix = ''): string[] =>
  claim.split(/\s+/).flatMap((each) => {
    const range = /^(.*?)(\d+)-\1(\d+)$/.exec(each);
    if (each === '' || range === null) return each === '' ? [] : [`${prefix}${each}`];
    const [, head = '', first, last] = range;
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => `${prefix}${head}${Number(first) + n}`);
  });

const count = (of: readonly string[]): string =>
  [...new Set(of)].map((each) => `${of.filter((other) => other === each).length} ${each}`).join(', ');

describe.each(DOCUMENTS)('%s', (document) => {
  it('names only what there is', () => {
    const text = read(document);
    const paths = new Set(pathsIn(document, text));
    console.log(`${document}: ${paths.size} paths`);
    expect(paths.size).toBeGreaterThan(15);
    expect(missing(document, text)).toEqual([]);
  });
});

describe('the table of threats', () => {
  const rows = tablesWith(read('SECURITY.md'), ['boundary', 'kind', 'threat', 'measure', 'shown by']);

  it('names a test file in every row', () => {
    console.log(`${rows.length} threats`);
    expect(rows.length).toBeGreaterThan(30);
    for (const [, kind = '', threat = '', measure = '', shown = ''] of rows) {
      expect(kind, threat).toMatch(/^[STRIDE]$/);
      expect(measure, threat).not.toBe('');
      expect(shown, threat).toMatch(/`tests\/[\w/-]+\.test\.ts`/);
    }
  });

  it('has rows for every kind, and for every boundary of the drawing and no other', () => {
    const drawn = [...read('SECURITY.md').matchAll(/"(\d)[":]/g)].map(([, number = '']) => number);
    expect(new Set(rows.map(([where = '']) => where.split(' ', 1)[0]))).toEqual(new Set(drawn));
    expect(new Set(rows.map(([, kind]) => kind))).toEqual(new Set('STRIDE'));
  });
});

describe('the checklists', () => {
  const STATUSES = ['met', 'partly', 'not', 'n/a'];

  /** @param rows number, status, evidence */
  function held(name: string, claimed: readonly string[], statuses: readonly string[], rows: string[][]): void {
    console.log(`${name}: ${rows.length} checked: ${count(rows.map(([, status = '']) => status))}`);
    expect(rows.map(([number]) => number)).toEqual([...new Set(rows.map(([number]) => number))]);
    expect([...rows.map(([number]) => number)].sort()).toEqual([...claimed].sort());
    for (const [number, status = '', evidence = ''] of rows) {
      expect(statuses, `${name} ${number}`).toContain(status);
      if (status === 'met' || status === 'đạt') expect(evidence, `${name} ${number}`).not.toBe('');
    }
  }

  it('ETSI EN 303 645 has a row for each provision that it claims', () => {
    const text = read(ETSI);
    const claims = tablesWith(text, ['clause', 'provisions']);
    expect(claims.map(([clause]) => clause)).toEqual([...Array.from({ length: 14 }, (_, n) => `5.${n}`), '6']);
    const claimed = claims.flatMap(([clause, provisions = '']) => expanded(provisions, `${clause}-`));
    const rows = tablesWith(text, ['provision', 'asks', 'status', 'evidence']);
    held(
      'ETSI EN 303 645',
      claimed,
      STATUSES,
      rows.map(([number = '', , status = '', evidence = '']) => [number, status, evidence]),
    );
  });

  it('OWASP ASVS 5.0 has a row for each requirement that it claims, and all of level 1', () => {
    const text = read(ASVS);
    const claims = tablesWith(text, ['chapter', 'level 1', 'level 2 and 3']);
    expect(claims.map(([chapter]) => chapter)).toEqual(Array.from({ length: 17 }, (_, n) => `V${n + 1}`));
    const rows = tablesWith(text, ['number', 'level', 'asks', 'status', 'evidence']);
    const first = claims.flatMap(([, first = '']) => expanded(first));
    const more = claims.flatMap(([, , more = '']) => expanded(more));
    held(
      'OWASP ASVS 5.0',
      [...first, ...more],
      STATUSES,
      rows.map(([number = '', , , status = '', evidence = '']) => [number, status, evidence]),
    );
    expect(
      rows
        .filter(([, level]) => level === '1')
        .map(([number]) => number)
        .sort(),
    ).toEqual([...first].sort());
    // of the standard itself
    expect(first).toHaveLength(70);
  });

  it('the circular has a row for each line that it claims, and says where each comes from', () => {
    const text = read(CIRCULAR);
    const claimed = tablesWith(text, ['phần', 'dòng']).flatMap(([part = '', lines = '']) => expanded(lines, part));
    const rows = tablesWith(text, ['dòng', 'yêu cầu', 'nguồn', 'trạng thái', 'cách đáp ứng, chỗ thiếu']);
    const statuses = ['đạt', 'một phần', 'chưa', 'ngoài', 'chưa rõ'];
    held(
      '39/2020/TT-BTTTT',
      claimed,
      statuses,
      rows.map(([line = '', , , status = '', answer = '']) => [line, status, answer]),
    );
    for (const [line, , source = ''] of rows) expect(['đối chiếu', 'chưa'], line).toContain(source);
    console.log(`39/2020/TT-BTTTT: ${count(rows.map(([, , source = '']) => source))} by source`);
  });
});

describe('the reader', () => {
  it('finds what is not there', () => {
    const text = 'See `tests/security/nothing.test.ts`, controller/nowhere and [this](../nothing.md), `NOTHING.md`.';
    expect(missing('deploy/x.md', text)).toEqual([
      ...['tests/security/nothing.test.ts', 'controller/nowhere', 'NOTHING.md', 'nothing.md'],
    ]);
  });

  it('leaves alone what there is', () => {
    expect(
      missing('deploy/x.md', '`tests/security`, `SECURITY.md`, [keys](keys.md#a), [x](https://example.org)'),
    ).toEqual([]);
  });

  it('writes out claims', () => {
    expect(expanded('1.2.9-1.2.11 3.1.1')).toEqual(['1.2.9', '1.2.10', '1.2.11', '3.1.1']);
    expect(expanded('1-3 2A', '5.1-')).toEqual(['5.1-1', '5.1-2', '5.1-3', '5.1-2A']);
  });
});
