import { existsSync, readFileSync } from 'node:fs';
import { readText } from '@loa-lang/controller/domain/reading/read-text';
import { describe, expect, it } from 'vitest';
import { essence } from '../../support/reading/same-reading.ts';

const path = '../shared/corpus/bulletins/bulletins.json';
const isThere = existsSync(path);
if (!isThere) console.warn(`${path} is missing: its notices are not read`);

interface Notice {
  id: string;
  text: string;
  traps: string[];
}

/** Trap, as the corpus names it → what must be heard of it; each stands in its notice's reading. */
const HEARD: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  B01: {
    'emoji must not be read': ['hiện trạng Hiện nay, lũ trên sông Cầu', 'dự báo, cảnh báo Trong'],
    '(BĐ)1': ['ở mức Báo động một; mực nước'],
    'BĐ2 0,25m = "báo động hai không phẩy hai mươi lăm mét"': ['dưới báo động hai không phẩy hai mươi lăm mét.'],
    '4,31m': ['bốn phẩy ba mươi mốt mét'],
    '8h ngày 14/10': ['Lúc tám giờ ngày mười bốn tháng mười, mực nước'],
    '09h00 ngày 14/10/2025': ['chín giờ ngày mười bốn tháng mười năm hai nghìn không trăm hai mươi lăm'],
    'all-caps headings': ['dự báo, cảnh báo Trong hai mươi tư giờ tới', 'khuyến cáo Lũ trên sông gây ngập lụt'],
  },
  B03: {
    'BĐ3 1,12m': ['trên báo động ba một phẩy mười hai mét'],
    '17,00m': ['Cầu Sơn mười bảy mét, trên'],
    '0,05m': ['bảy phẩy năm mươi ba mét, không phẩy không năm mét'],
    '13h': ['lúc mười ba giờ ngày mười tháng mười'],
  },
  B05: {
    '103-117 km/h': ['một trăm linh ba đến một trăm mười bảy ki-lô-mét trên giờ'],
    '18,9 độ Vĩ Bắc': ['mười tám phẩy chín độ Vĩ Bắc; một trăm mười tám độ Kinh Đông'],
    'bão số 3 / cấp 13': ['mạnh cấp mười ba, giật cấp mười sáu'],
  },
  B07: {
    'bullet dashes at line start': [
      'tại các huyện: Tỉnh Lai Châu: Huyện Mường Tè',
      'Phong Thổ Tỉnh Hà Giang: Huyện Bắc Quang',
    ],
    '"Nậm Hãn 2 ( Lai Châu): 44mm"': ['Nậm Hãn hai, Lai Châu: bốn mươi tư mi-li-mét'],
    '05h20': ['Tin phát lúc năm giờ hai mươi'],
    'all caps title': ['tin nhanh cảnh báo lũ quét và sạt lở đất trên khu vực tỉnh lai châu, hà giang'],
  },
  B09: {
    'ATNĐ = áp thấp nhiệt đới': ['do ảnh hưởng của áp thấp nhiệt đới nên'],
    '(26-9) date vs 100-200 mm range in one sentence': [
      'hôm nay, hai mươi sáu tháng chín, khu vực',
      'từ một trăm đến hai trăm mi-li-mét',
      'đến ngày hai mươi tám tháng chín, khu vực',
    ],
    'Thừa Thiên - Huế: name dash': ['đến Thừa Thiên Huế có nơi'],
  },
  B11: {
    '14h00′ with prime': ['Từ mười bốn giờ đến mười lăm giờ ba mươi phút thứ hai'],
    DN100PVC: ['tuyến ống đê-en một trăm pê-vê-xê đường Hàn Thuyên'],
    'TNHH, CP': ['Công ty trách nhiệm hữu hạn Huy Như', 'Công ty cổ phần tư vấn'],
    './. end mark': ['quý khách hàng thông cảm.'],
    'Ngày 02/02/2026 = thứ hai (true)': ['thứ hai ngày hai tháng hai năm hai nghìn không trăm hai mươi sáu'],
  },
  B13: {
    '5h0-18h0': ['Từ năm giờ đến mười tám giờ: Xã Đức Giang'],
    'ngày 23-1-2013': ['Thứ tư ngày hai mươi ba tháng một năm hai nghìn không trăm mười ba'],
  },
  B15: {
    'Covid-19 and "Covid- 19" (stray space)': [
      'gọi tắt là cô-vít mười chín gây ra',
      'chống dịch cô-vít mười chín thành phố',
    ],
    '… char': ['đến những nơi đông người'],
  },
  B17: {
    'số 3517/UBND': ['Công văn số ba nghìn năm trăm mười bảy của Ủy ban nhân dân ngày'],
    'UB.MTTQVN': ['đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam và'],
    '3091/KH-UBND': ['Kế hoạch số ba nghìn không trăm chín mươi mốt của Ủy ban nhân dân ngày'],
  },
  B21: {
    'Tỉnh lộ 845, 844 (two numbers, not 845,844)': ['Tỉnh lộ tám trăm bốn mươi lăm, tám trăm bốn mươi tư, khu'],
    '64ha': ['khu sáu mươi tư héc-ta'],
  },
};
/** Traps that are about something else than reading, or stand in another notice. */
const NOT_READ: readonly string[] = [
  'SARS-CoV-2',
  'RRULE in prose: monthly on days 5 and 6, announced one day before = FREQ=MONTHLY;BYMONTHDAY=4,5',
];

describe.skipIf(!isThere)('notices of the corpus', () => {
  const notices: Notice[] = isThere ? JSON.parse(readFileSync(path, 'utf8')) : [];
  const readings = new Map(notices.map((notice) => [notice.id, readText(notice.text, { referenceYear: 2025 })]));

  it('are all there', () => {
    console.info(`${notices.length} notices, ${notices.flatMap((notice) => notice.traps).length} traps`);
    expect(notices.length).toBeGreaterThanOrEqual(11);
  });

  it.each(notices.map((notice) => notice.id))('%s is read without a raw digit, symbol or abbreviation', (id) => {
    const reading = readings.get(id);
    expect(reading?.spoken).toMatch(/^[\p{L}\p{M}\s.,;:!?-]+$/u);
    expect(reading?.spoken).not.toMatch(/\p{Lu}{2}/u);
    expect(reading?.unknown).toEqual([]);
  });

  it.each(notices.flatMap(({ id, traps }) => traps.map((trap): [string, string] => [id, trap])))(
    '%s: %s',
    (id, trap) => {
      if (NOT_READ.includes(trap)) return;
      const spoken = essence(readings.get(id)?.spoken ?? '');
      if (trap.includes('Chi tiết tin')) {
        expect(spoken).not.toContain(essence('chi tiết tin'));
        return;
      }
      const heard = HEARD[id]?.[trap];
      expect(heard, 'the trap has no expected reading').toBeDefined();
      for (const words of heard ?? []) expect(spoken).toContain(essence(words));
    },
  );
});
