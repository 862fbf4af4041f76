import { mergeClusters, readClusters } from '@loa-lang/controller/domain/import/clusters';
import { mergeHamlets, readHamlets } from '@loa-lang/controller/domain/import/hamlets';
import { describe, expect, it } from 'vitest';

const HAMLETS = [
  { id: 'A', name: 'Thôn Đồng Gai', households: 150 },
  { id: 'B', name: 'Thôn Trại', households: 90 },
];
const hamlets = (...rows: string[][]) => readHamlets([['Tên thôn', 'Số hộ', 'Mã', 'Loại', 'Ngôn ngữ'], ...rows]);
const clusters = (...rows: string[][]) => readClusters([['Mã cụm', 'Thôn', 'Số hộ phục vụ', 'Loa'], ...rows], HAMLETS);
const faults = (read: { ok: boolean; faults?: { row: number; column?: string; code: string }[] }) =>
  (read.faults ?? []).map(({ row, column, code }) => [row, column, code]);

describe('import of hamlets', () => {
  it('reads Vietnamese and English headings, in any order, case and Unicode form', () => {
    const table = [
      ['HOUSEHOLDS', ' hamlet '],
      ['1.250', 'Trại'],
    ];
    expect(readHamlets(table)).toMatchObject({ ok: true, rows: [{ row: 2, name: 'Trại', households: 1250 }] });
    const nfd = [
      ['Số hộ'.normalize('NFD'), 'ten thon'],
      ['7', 'Trại'.normalize('NFD')],
    ];
    expect(readHamlets(nfd)).toMatchObject({ ok: true, rows: [{ name: 'Trại'.normalize('NFC'), households: 7 }] });
  });

  it('reports every fault with row and column, and skips empty rows', () => {
    const read = hamlets(
      ['', '12', '', '', ''],
      ['', '', '', '', ''],
      ['Trại', '-3', '', '', ''],
      ['Trại', '1,5', '', '', 'tiếng sao hoả'],
    );
    expect(faults(read)).toEqual([
      [2, 'Tên thôn', 'import-value-missing'],
      [4, 'Số hộ', 'import-value-wrong'],
      [5, 'Số hộ', 'import-value-wrong'],
      [5, 'Ngôn ngữ', 'import-value-wrong'],
      [5, 'Tên thôn', 'import-duplicate'],
    ]);
  });

  it('says which column is missing or doubled', () => {
    expect(
      faults(
        readHamlets([
          ['Tên', 'Name'],
          ['a', 'b'],
        ]),
      ),
    ).toEqual([
      [1, 'Tên thôn', 'import-column-twice'],
      [1, 'Số hộ', 'import-column-missing'],
    ]);
  });

  it('changes nothing the second time, finds by code first, and equates both tone customs', () => {
    const read = hamlets(['Thôn Hóa', '10', 'M1', 'Thôn', 'vi'], ['Mới', '5', '', '', '']);
    if (!read.ok) throw new Error('faults');
    const known = [{ id: 'h', name: 'Thôn Hoá', code: 'M1', households: 10, hamletKind: 'thôn', languages: ['vi'] }];
    const first = mergeHamlets(known, read.rows);
    expect([first.create.length, first.update.map((each) => each.id), first.unchanged]).toEqual([1, ['h'], 0]);
    const after = [
      { ...known[0], id: 'h', name: 'Thôn Hóa', code: 'M1', households: 10, hamletKind: 'thôn', languages: ['vi'] },
      { id: 'n', name: 'Mới', code: undefined, households: 5, hamletKind: undefined, languages: ['vi'] },
    ];
    expect(mergeHamlets(after, read.rows)).toMatchObject({ create: [], update: [], unchanged: 2 });
  });
});

describe('import of clusters', () => {
  it('reads households of one hamlet or of several, with or without the kind in front', () => {
    const read = clusters(
      ['01', 'Đồng Gai', '120', '2x50'],
      ['02', 'Thôn Trại', 'Đồng Gai: 30; Trại: 60', '50@90; 50W@270'],
    );
    expect(read).toMatchObject({
      ok: true,
      rows: [
        {
          code: '01',
          hamletId: 'A',
          services: [{ hamletId: 'A', households: 120 }],
          horns: [{ watts: 50 }, { watts: 50 }],
        },
        {
          hamletId: 'B',
          services: [
            { hamletId: 'A', households: 30 },
            { hamletId: 'B', households: 60 },
          ],
          horns: [
            { watts: 50, bearingDeg: 90 },
            { watts: 50, bearingDeg: 270 },
          ],
        },
      ],
    });
  });

  it('reports unknown hamlets, too many households, doubled codes and unreadable cells', () => {
    const read = clusters(['01', 'Sao Hoả', '10', ''], ['01', 'Trại', '91', ''], ['02', 'Trại', 'nhiều', 'to']);
    expect(faults(read)).toEqual([
      [2, 'Thôn', 'import-hamlet-unknown'],
      [3, 'Mã cụm', 'import-duplicate'],
      [3, 'Số hộ phục vụ', 'import-more-than-hamlet'],
      [4, 'Số hộ phục vụ', 'import-value-wrong'],
      [4, 'Loa', 'import-value-wrong'],
    ]);
  });

  it('is found again by its code', () => {
    const read = clusters(['01', 'Trại', '10', '']);
    if (!read.ok) throw new Error('faults');
    const known = {
      id: 'c',
      code: '01',
      name: '01',
      hamletId: 'B',
      kind: 'horns' as const,
      services: [{ hamletId: 'B', households: 10 }],
      latitude: undefined,
      longitude: undefined,
      horns: [],
    };
    expect(mergeClusters([known], read.rows)).toMatchObject({ create: [], update: [], unchanged: 1 });
    expect(mergeClusters([{ ...known, name: 'x' }], read.rows).update).toHaveLength(1);
  });

  it('reads the card and the model, keeps what a row leaves out, and says what is wrong', () => {
    const headings = ['Mã cụm', 'Thôn', 'Số hộ phục vụ', 'Kiểu máy', 'Số SIM', 'Nhà mạng', 'Hạn SIM', 'Gói dữ liệu'];
    const read = (...rows: string[][]) => readClusters([headings, ...rows], HAMLETS);
    const good = read(
      ['C1', 'Trại', '40', 'LT-50', '0912 345 678', 'Viettel', '5/12/2026', '3.000'],
      [...['C2', 'Trại', '10', '', '', '', '2027-02-28', '']],
    );
    if (!good.ok) throw new Error(JSON.stringify(good.faults));
    expect(good.rows.map(({ model, sim }) => [model, sim])).toEqual([
      ['LT-50', { number: '0912 345 678', carrier: 'Viettel', renewsOn: '2026-12-05', monthlyMegabytes: 3000 }],
      [undefined, { renewsOn: '2027-02-28' }],
    ]);
    expect(faults(read(['C1', 'Trại', '40', '', 'không có', '', '30/02/2026', '0']))).toEqual([
      [2, 'Số SIM', 'import-value-wrong'],
      [2, 'Hạn SIM', 'import-value-wrong'],
      [2, 'Gói dữ liệu', 'import-value-wrong'],
    ]);
    const [first] = good.rows;
    if (first === undefined) throw new Error('no row');
    const known = { ...first, id: 'c', code: 'C1', horns: [], latitude: undefined, longitude: undefined };
    expect(mergeClusters([known], [first]).unchanged).toBe(1);
    expect(mergeClusters([{ ...known, sim: { carrier: 'Vinaphone' } }], [first]).update).toHaveLength(1);
  });
});
