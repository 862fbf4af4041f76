import { describe } from 'vitest';
import { type Cell, grid, placed } from '../../../support/reading/grid.ts';
import { number, words } from '../../../support/reading/number-words.ts';

/** Unit, its words, and whether no-break and plain spaces may stand before it. */
const UNITS: Readonly<Record<string, string>> = {
  'km/h': 'ki-lô-mét {trên|một} giờ',
  'm/s': 'mét {trên|một} giây',
  'm3/s': 'mét khối {trên|một} giây',
  'm³/s': 'mét khối {trên|một} giây',
  'mm/h': 'mi-li-mét {trên|một} giờ',
  'mg/l': 'mi-li-gam {trên|một} lít',
  'kg/ha': 'ki-lô-gam {trên|một} héc-ta',
  'kg/sào': 'ki-lô-gam {trên|một} sào',
  'tạ/ha': 'tạ {trên|một} héc-ta',
  'tấn/ha': 'tấn {trên|một} héc-ta',
  'người/km2': 'người {trên|một} ki-lô-mét vuông',
  mm: 'mi-li-mét',
  cm: 'xăng-ti-mét',
  m: 'mét',
  km: 'ki-lô-mét',
  m2: 'mét vuông',
  'm²': 'mét vuông',
  m3: 'mét khối',
  km2: 'ki-lô-mét vuông',
  ha: 'héc-ta',
  sào: 'sào',
  mẫu: 'mẫu',
  lít: 'lít',
  ml: 'mi-li-lít',
  kg: 'ki-lô-gam',
  g: 'gam',
  mg: 'mi-li-gam',
  tấn: 'tấn',
  tạ: 'tạ',
  yến: 'yến',
  kW: 'ki-lô-oát',
  kWh: 'ki-lô-oát giờ',
  kV: 'ki-lô-vôn',
  kVA: 'ki-lô-vôn am-pe',
  MW: 'mê-ga-oát',
  '°C': 'độ {xê|C}',
  'độ C': 'độ {xê|C}',
  oC: 'độ {xê|C}',
  độ: 'độ',
  hPa: 'héc-tô-pát-can',
  '%': 'phần trăm',
  '‰': 'phần nghìn',
  hộ: 'hộ',
  người: 'người',
};
const JOINTS = ['', ' ', '\u00a0'];
const NUMBERS = ['150', '2,5', '0,25', '1.250', '12.345,6', '97,46', '1005'];
const DASHES = ['-', '–', ' - ', ' – ', '~', '÷', ' đến '];

const cells: Cell[] = Object.entries(UNITS).flatMap(([unit, said]) =>
  // a word needs its space
  JOINTS.filter((joint) => joint !== '' || !/^(?:hộ|người|độ$)/.test(unit)).flatMap((joint): Cell[] => [
    ...NUMBERS.map((each): Cell => [each + joint + unit, `${number(each)} ${said}`]),
    ...DASHES.map((dash): Cell => [`150${dash}200${joint}${unit}`, `một trăm năm mươi đến hai trăm ${said}`]),
    ...DASHES.map((dash): Cell => [`1,5${dash}2,5${joint}${unit}`, `một phẩy năm đến hai phẩy năm ${said}`]),
    ...['-', '–', ' - ', ' đến '].map(
      (dash): Cell => [`150${joint}${unit}${dash}200${joint}${unit}`, `một trăm năm mươi ${said} đến hai trăm ${said}`],
    ),
    [`từ 150 đến 200${joint}${unit}`, `từ một trăm năm mươi đến hai trăm ${said}`],
    [`từ 150-200${joint}${unit}`, `từ một trăm năm mươi đến hai trăm ${said}`],
    ...['>', '> '].map((sign): Cell => [`${sign}150${joint}${unit}`, `{trên|lớn hơn} một trăm năm mươi ${said}`]),
    ...['<', '< '].map((sign): Cell => [`${sign}150${joint}${unit}`, `{dưới|nhỏ hơn} một trăm năm mươi ${said}`]),
    ...['≥', '≥ ', '>='].map(
      (sign): Cell => [
        `${sign}150${joint}${unit}`,
        `{từ|lớn hơn hoặc bằng|ít nhất} một trăm năm mươi ${said} (trở lên)`,
      ],
    ),
    ...['≤', '≤ ', '<='].map(
      (sign): Cell => [`${sign}150${joint}${unit}`, `{không quá|nhỏ hơn hoặc bằng|tối đa} một trăm năm mươi ${said}`],
    ),
    [`±150${joint}${unit}`, `cộng trừ một trăm năm mươi ${said}`],
    [`khoảng 150${joint}${unit}`, `khoảng một trăm năm mươi ${said}`],
    [`150${joint}${unit}/ngày`, `một trăm năm mươi ${said} {một|trên} ngày`],
    [`150${joint}${unit}/năm`, `một trăm năm mươi ${said} {một|trên} năm`],
    [`150${joint}${unit}/người/năm`, `một trăm năm mươi ${said} {một|trên} người {một|trên} năm`],
    [`150-200${joint}${unit}/tháng`, `một trăm năm mươi đến hai trăm ${said} {một|trên} tháng`],
  ]),
);

const MONEY: Readonly<Record<string, string>> = {
  đ: 'đồng',
  đồng: 'đồng',
  VNĐ: 'đồng',
  VND: 'đồng',
  vnđ: 'đồng',
  k: 'nghìn',
  nghìn: 'nghìn',
  'nghìn đồng': 'nghìn đồng',
  ngàn: '{ngàn|nghìn}',
  tr: 'triệu',
  triệu: 'triệu',
  'triệu đồng': 'triệu đồng',
  trđ: 'triệu đồng',
  'tr đồng': 'triệu đồng',
  tỷ: 'tỷ',
  'tỷ đồng': 'tỷ đồng',
  USD: 'đô la Mỹ',
};
const RATES: readonly Cell[] = [
  ['', ''],
  ['/người', ' {một|trên} người'],
  ['/người/năm', ' {một|trên} người {một|trên} năm'],
  ['/hộ', ' {một|trên} hộ'],
  ['/kg', ' {một|trên} ki-lô-gam'],
  ['/m2', ' {một|trên} mét vuông'],
  ['/tháng', ' {một|trên} tháng'],
  ['/khẩu/tháng', ' {một|trên} khẩu {một|trên} tháng'],
];
const AMOUNTS = ['50', '500', '1.263.600', '50.000', '2.500.000.000', '12,5', '1.500'];

const money: Cell[] = Object.entries(MONEY).flatMap(([sign, said]) =>
  RATES.flatMap(([rate, rated]) =>
    ['', ' '].flatMap((joint): Cell[] =>
      // "50 k" is no custom
      joint === ' ' && sign === 'k'
        ? []
        : [
            ...AMOUNTS.filter((each) => !(each.includes(',') && sign === 'đ' && rate === ''))
              .filter((each) => !each.includes('.') || /^(?:đ|đồng|VN|vn|USD)/.test(sign))
              .map((each): Cell => [each + joint + sign + rate, `${number(each)} ${said}${rated}`]),
            [`50-100${joint}${sign}${rate}`, `năm mươi đến một trăm ${said}${rated}`],
            [`từ 50 đến 100${joint}${sign}${rate}`, `từ năm mươi đến một trăm ${said}${rated}`],
            [`50${joint}${sign} - 100${joint}${sign}${rate}`, `năm mươi ${said} đến một trăm ${said}${rated}`],
          ],
    ),
  ),
);

const COUNTS = [1, 4, 5, 10, 11, 14, 15, 21, 24, 25, 34, 55, 101, 104, 110, 115, 121, 999];
const counts: Cell[] = COUNTS.flatMap((value): Cell[] => [
  [`${value}`, words(value)],
  [`${value}.000`, words(value * 1000)],
  [`${value}.005.104`, words(value * 1e6 + 5104)],
]);

describe('grids of quantities', () => {
  grid('units', placed(cells));
  grid('money', placed(money));
  grid('counts', placed(counts));
});
