import { describe } from 'vitest';
import { type Cell, grid, placed } from '../../../support/reading/grid.ts';
import { digits, words } from '../../../support/reading/number-words.ts';

const grouped = (written: string): string => written.split(/[ .-]/).map(digits).join(' ');
const TELEPHONES = [
  '0912345678',
  '0912.345.678',
  '0912 345 678',
  '0912-345-678',
  '091.234.5678',
  '0204.3868.114',
  '02043 868 114',
  '0204 3 868 114',
  '(0204) 3868114',
  '(0204) 3.868.114',
  '0204.386.8114',
  '19006789',
  '1900 6789',
  '1900.1009',
  '1800 1567',
  '0377 12 34 56',
];
const CALLS = ['ĐT', 'ĐT:', 'SĐT', 'SĐT:', 'điện thoại', 'điện thoại:', 'số điện thoại', 'đ/c Hà:', 'Zalo', 'hotline:'];
const CALL_WORDS = [
  'điện thoại',
  'điện thoại',
  'số điện thoại',
  'số điện thoại',
  'điện thoại',
  'điện thoại',
  'số điện thoại',
  'đồng chí Hà',
  '{da-lô|za-lô|da lô|Zalo}',
  '{hót-lai|hot-line|hotline|đường dây nóng}',
];
const telephones: Cell[] = TELEPHONES.flatMap((number): Cell[] => {
  const said = grouped(number.replace(/[()]/g, ''));
  return [
    ...CALLS.map((call, index): Cell => [`${call} ${number}`, `${CALL_WORDS[index]} ${said}`]),
    [`liên hệ ${number}`, `liên hệ ${said}`],
    [`gọi ${number} hoặc 0988.777.666`, `gọi ${said} hoặc ${grouped('0988.777.666')}`],
    [`ĐT: ${number} - 0988.777.666`, `điện thoại ${said} ${grouped('0988.777.666')}`],
    [`ĐT: ${number}/0988.777.666`, `điện thoại ${said} {|hoặc} ${grouped('0988.777.666')}`],
    [`ĐT: ${number}, 0988.777.666`, `điện thoại ${said} ${grouped('0988.777.666')}`],
  ];
});
const short: Cell[] = ['111', '112', '113', '114', '115', '1022', '19001'].slice(0, 6).flatMap((number): Cell[] => [
  [`gọi ${number}`, `gọi ${digits(number)}`],
  [`gọi số ${number}`, `gọi số ${digits(number)}`],
  [`tổng đài ${number}`, `tổng đài ${digits(number)}`],
  [`đường dây nóng ${number}`, `đường dây nóng ${digits(number)}`],
  [`gọi ngay ${number} hoặc 0912.345.678`, `gọi ngay ${digits(number)} hoặc ${grouped('0912.345.678')}`],
]);

const TYPES: Readonly<Record<string, string>> = {
  KH: 'kế hoạch',
  QĐ: 'quyết định',
  TB: 'thông báo',
  BC: 'báo cáo',
  CV: 'công văn',
  TTr: 'tờ trình',
  HD: 'hướng dẫn',
  NQ: 'nghị quyết',
  CT: 'chỉ thị',
  GM: 'giấy mời',
  PA: 'phương án',
  BB: 'biên bản',
  CĐ: 'công điện',
  KL: 'kết luận',
};
const ISSUERS: Readonly<Record<string, string>> = {
  UBND: 'Ủy ban nhân dân',
  HĐND: 'Hội đồng nhân dân',
  BCĐ: 'Ban Chỉ đạo',
  TYT: 'Trạm Y tế',
  HPN: 'Hội {|Liên hiệp} Phụ nữ',
  HND: 'Hội Nông dân',
  BCHQS: 'Ban Chỉ huy quân sự',
  CAX: 'Công an xã',
  ĐU: 'Đảng ủy',
};
const SINCE = ' năm hai nghìn không trăm hai mươi lăm';
const documents: Cell[] = Object.entries(TYPES).flatMap(([type, name]) =>
  Object.entries(ISSUERS).flatMap(([by, issuer]): Cell[] => [
    [`${name} số 45/${type}-${by}`, `${name} số bốn mươi lăm của ${issuer}`],
    [`${name} 45/${type}-${by}`, `${name} (số) bốn mươi lăm của ${issuer}`],
    [`${name} số 105/2025/${type}-${by}`, `${name} số một trăm linh năm${SINCE} của ${issuer}`],
    [`${type} số 45/${type}-${by}`, `${name} số bốn mươi lăm của ${issuer}`],
    [`${type} 45/${type}-${by}`, `${name} (số) bốn mươi lăm của ${issuer}`],
    [`theo 45/${type}-${by}`, `theo ${name} số bốn mươi lăm của ${issuer}`],
    [
      `${name} số 45/${type}-${by} ngày 05/12/2025`,
      `${name} số bốn mươi lăm của ${issuer} ngày năm tháng mười hai${SINCE}`,
    ],
    [
      `${name} số 45/${type}-${by} và số 46/${type}-${by}`,
      `${name} số bốn mươi lăm của ${issuer} và số bốn mươi sáu (${name}) của ${issuer}`,
    ],
    [
      `các ${name} số 45/${type}-${by}; 46/${type}-${by}`,
      `các ${name} số bốn mươi lăm của ${issuer} {|${name}} (số) bốn mươi sáu của ${issuer}`,
    ],
  ]),
);
const laws: Cell[] = [
  ['Nghị định 49/2024/NĐ-CP', 'Nghị định (số) bốn mươi chín năm hai nghìn không trăm hai mươi tư của Chính phủ'],
  ['Nghị định số 13/2023/NĐ-CP', 'Nghị định số mười ba năm hai nghìn không trăm hai mươi ba của Chính phủ'],
  ['NĐ 168/2024/NĐ-CP', 'nghị định (số) một trăm sáu mươi tám năm hai nghìn không trăm hai mươi tư của Chính phủ'],
  ['NĐ 168', 'nghị định một trăm sáu mươi tám'],
  ['NĐ 168/2024', 'nghị định (số) một trăm sáu mươi tám năm hai nghìn không trăm hai mươi tư'],
  ['Thông tư 15/2025/TT-BNNMT', `Thông tư (số) mười lăm${SINCE} của Bộ Nông nghiệp và Môi trường`],
  [
    'Thông tư số 22/2021/TT-BGDĐT',
    'Thông tư số hai mươi hai năm hai nghìn không trăm hai mươi mốt của Bộ Giáo dục và Đào tạo',
  ],
  ['Luật số 31/2024/QH15', 'Luật số ba mươi mốt năm hai nghìn không trăm hai mươi tư của Quốc hội khóa mười lăm'],
  ['Nghị quyết số 57-NQ/TW', 'Nghị quyết số năm mươi bảy của Trung ương'],
  ['Nghị quyết 18-NQ/TW', 'Nghị quyết (số) mười tám của Trung ương'],
  ['Quyết định 1719/QĐ-TTg', 'Quyết định (số) một nghìn bảy trăm mười chín của Thủ tướng Chính phủ'],
  ['Chỉ thị số 05-CT/TW', 'Chỉ thị số năm của Trung ương'],
  ['Kế hoạch 12-KH/ĐU', 'Kế hoạch (số) mười hai của Đảng ủy'],
  ['Công văn số 1203/UBND-VP', 'Công văn số một nghìn hai trăm linh ba của Ủy ban nhân dân {|của} văn phòng'],
  [
    'khoản 2 Điều 5 Nghị định 49/2024/NĐ-CP',
    'khoản hai Điều năm Nghị định (số) bốn mươi chín năm hai nghìn không trăm hai mươi tư của Chính phủ',
  ],
  ['điểm a khoản 1 Điều 12', 'điểm a khoản một Điều mười hai'],
  ['điểm a, b, c khoản 1 Điều 12', 'điểm a b c khoản một Điều mười hai'],
  ['Số: 12/TB-UBND', 'Số mười hai (thông báo) của Ủy ban nhân dân'],
];

const ROADS: Readonly<Record<string, string>> = {
  QL: 'quốc lộ',
  TL: 'tỉnh lộ',
  ĐT: 'đường tỉnh',
  ĐH: 'đường huyện',
  HL: 'hương lộ',
};
const numbered = (value: number): string => `{${words(value)}|${digits(String(value))}}`;
const roads: Cell[] = [
  ...Object.entries(ROADS).flatMap(([sign, name]) =>
    [1, 5, 17, 37, 293, 398, 845].flatMap((value): Cell[] => [
      [`${sign}${value}`, `${name} ${numbered(value)}`],
      [`${sign}.${value}`, `${name} ${numbered(value)}`],
      [
        `${sign} ${value}`.replace(/^(ĐT|ĐH) (\d|\d\d|\d{3})$/, `tuyến ${sign} ${value}`),
        `${/^Đ[TH]/.test(sign) ? 'tuyến ' : ''}${name} ${numbered(value)}`,
      ],
      [`trên ${sign}-${value}`, `trên ${name} ${numbered(value)}`],
      [`trên ${sign}${value}A`, `trên ${name} ${numbered(value)} A`],
      [`đường ${sign}.${value}`, `đường ${name.replace(/^đường /, '')} ${numbered(value)}`],
      [`${name} ${value}`, `${name} ${numbered(value)}`],
      [`${name} ${value}B`, `${name} ${numbered(value)} B`],
      [`tại Km12+300 ${sign}${value}`, `tại ki-lô-mét mười hai cộng ba trăm ${name} ${numbered(value)}`],
    ]),
  ),
  ['Tỉnh lộ 845, 844', `Tỉnh lộ ${numbered(845)} ${numbered(844)}`],
  ['ĐT.293, QL37', `đường tỉnh ${numbered(293)} quốc lộ ${numbered(37)}`],
  [
    'QL1A, QL37, ĐT.293 và ĐH.05',
    `quốc lộ một A quốc lộ ${numbered(37)} đường tỉnh ${numbered(293)} và đường huyện {năm|không năm}`,
  ],
  ['QL1, 37', `quốc lộ một ${numbered(37)}`],
  ['từ Km5 đến Km7+500', 'từ ki-lô-mét năm đến ki-lô-mét bảy cộng năm trăm'],
  ['Km12+300-Km14+500', 'ki-lô-mét mười hai cộng ba trăm đến ki-lô-mét mười bốn cộng năm trăm'],
  ['Km 12 + 300', 'ki-lô-mét mười hai cộng ba trăm'],
  ['km5+200', 'ki-lô-mét năm cộng hai trăm'],
  ['cầu Km8', 'cầu ki-lô-mét tám'],
];

const NOUNS = [
  'thôn',
  'khu phố',
  'tổ',
  'tổ dân phố',
  'xóm',
  'ấp',
  'bản',
  'khu',
  'đội',
  'lô',
  'thửa',
  'thửa số',
  'tờ bản đồ',
  'tờ bản đồ số',
  'khoản',
  'điều',
  'điểm',
  'mục',
  'trang',
  'bài',
  'lớp',
  'khối',
  'phòng',
  'tầng',
  'ô',
  'km',
  'đường',
  'ngõ',
  'số nhà',
  'cụm',
  'nhóm',
  'đợt',
  'loại',
  'hạng',
  'cấp',
  'mũi',
  'câu',
  'chương',
  'phần',
  'hộ số',
  'cửa số',
  'tuyến',
  'trạm',
  'cột số',
  'bàn số',
  'quận',
  'phường',
  'các thôn',
  'các khu phố',
  'các tổ',
];
const lists: Cell[] = NOUNS.flatMap((noun): Cell[] => {
  const said = noun.replace(/^km$/, '{km|ki-lô-mét}');
  return [
    [`${noun} 1, 2, 7, 8`, `${said} một hai bảy tám`],
    [`${noun} 1,2,7,8`, `${said} một hai bảy tám`],
    [`${noun} 1, 2 và 7`, `${said} một hai và bảy`],
    [`${noun} 1; 2; 7`, `${said} một hai bảy`],
    [`${noun} số 1, số 2`.replace('số số', 'số'), `${said} số một số hai`.replace('số số', 'số')],
    [`${noun} 3, ${noun} 5`, `${said} ba ${said} năm`],
    [`${noun} 4`, `${said} bốn`],
    [`${noun} 24`, `${said} hai mươi tư`],
    [`${noun} 105`, `${said} một trăm linh năm`],
    [`${noun} 1-5`, `${said} một đến năm`],
    [`từ ${noun} 1 đến ${noun} 5`, `từ ${said} một đến ${said} năm`],
    [`${noun} 05`, `${said} năm`],
  ];
}).filter(([written]) => !/^(?:số nhà|phòng) 1-5|km số|đường số|km 1,2,7/.test(written));

const ROMAN_NOUNS = [
  'khóa',
  'kỳ họp thứ',
  'lần thứ',
  'Đại hội',
  'quý',
  'chương',
  'phần',
  'mục',
  'cấp',
  'hạng',
  'loại',
  'khu vực',
  'nhóm',
  'giai đoạn',
  'đợt',
  'tập',
  'thế kỷ',
  'vùng',
  'học kỳ',
  'báo động',
  'phụ lục',
  'bậc',
  'Quân khu',
  'Trung ương',
];
const ROMANS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XIV', 'XVI', 'XIX', 'XXI'];
const VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 16, 19, 21];
const romans: Cell[] = ROMAN_NOUNS.flatMap((noun) =>
  ROMANS.flatMap((roman, index): Cell[] => {
    const value = VALUES[index] ?? 0;
    const said =
      noun.endsWith('thứ') && value === 1 ? 'nhất' : noun.endsWith('thứ') && value === 4 ? '{tư|bốn}' : words(value);
    return [
      [`${noun} ${roman}`, `${noun} ${said}`],
      [`${noun} ${roman} của xã`, `${noun} ${said} của xã`],
    ];
  }),
).concat([
  ['chương I, II và III', 'chương một hai và ba'],
  ['nhóm I-III', 'nhóm một đến ba'],
  ['cấp II - III', 'cấp hai đến ba'],
  [
    'lần thứ XIV, nhiệm kỳ 2025-2030',
    'lần thứ mười bốn nhiệm kỳ hai nghìn không trăm hai mươi lăm (đến) hai nghìn không trăm ba mươi',
  ],
  ['khóa XXI, kỳ họp thứ 4', 'khóa hai mươi mốt kỳ họp thứ {tư|bốn}'],
]);

const floods: Cell[] = [1, 2, 3].flatMap((level): Cell[] => {
  const said = `báo động ${words(level)}`;
  const roman = 'I'.repeat(level);
  return [
    ...[
      `BĐ${level}`,
      `BĐ ${level}`,
      `BĐ${roman}`,
      `BĐ ${roman}`,
      `báo động ${level}`,
      `báo động ${roman}`,
      `báo động (BĐ)${level}`,
    ].flatMap((written): Cell[] => [
      [written, said],
      [`mức ${written}`, `mức ${said}`],
      [`trên ${written}: 0,5m`, `trên ${said} không phẩy năm mét`],
      [`dưới ${written} 0,25m`, `dưới ${said} không phẩy hai năm mét`],
      [`trên mức ${written} là 1,18m`, `trên mức ${said} là một phẩy một tám mét`],
    ]),
  ];
});
const winds: Cell[] = [
  ['cấp 10-11', 'cấp mười đến (cấp) mười một'],
  ['cấp 10 - cấp 11', 'cấp mười đến cấp mười một'],
  ['cấp 6, giật cấp 8', 'cấp sáu giật cấp tám'],
  ['cấp 6-7, giật cấp 8-9', 'cấp sáu đến bảy giật cấp tám đến chín'],
  [
    'gió cấp 12 (118-133km/h), giật cấp 15',
    'gió cấp mười hai (từ) một trăm mười tám đến một trăm ba mươi ba ki-lô-mét {trên|một} giờ giật cấp mười lăm',
  ],
  ['gió Đông Bắc cấp 6', 'gió Đông Bắc cấp sáu'],
  ['gió ĐB cấp 6', 'gió Đông Bắc cấp sáu'],
  ['hướng TTB, tốc độ 15-20km/h', 'hướng Tây Tây Bắc tốc độ mười lăm đến hai mươi ki-lô-mét {trên|một} giờ'],
  ['21,3 độ Vĩ Bắc; 112,9 độ Kinh Đông', 'hai mươi mốt phẩy ba độ Vĩ Bắc một trăm mười hai phẩy chín độ Kinh Đông'],
  ['21,3°N; 112,9°E', 'hai mươi mốt phẩy ba độ vĩ Bắc một trăm mười hai phẩy chín độ kinh Đông'],
  ['21,3N; 112,9E', 'hai mươi mốt phẩy ba {độ vĩ Bắc|N} một trăm mười hai phẩy chín {độ kinh Đông|E}'],
  ['21°15\'30"', 'hai mươi mốt độ mười lăm phút ba mươi giây'],
  ['21,0-22,5 độ Vĩ Bắc', 'hai mươi mốt {|phẩy không} đến hai mươi hai phẩy năm độ Vĩ Bắc'],
  ['110,5-112,0 độ Kinh Đông', 'một trăm mười phẩy năm đến một trăm mười hai {|phẩy không} độ Kinh Đông'],
  [
    'phía Bắc vĩ tuyến 18,0; phía Tây kinh tuyến 113,5',
    'phía Bắc vĩ tuyến mười tám {|phẩy không} phía Tây kinh tuyến một trăm mười ba phẩy năm',
  ],
  ['sóng biển cao 4,0-6,0m', 'sóng biển cao bốn {|phẩy không} đến sáu {|phẩy không} mét'],
  ['biển động mạnh', 'biển động mạnh'],
];

describe('grids of names and numbers that are names', () => {
  grid('telephones', placed(telephones));
  grid('short numbers', placed(short));
  grid('documents', placed(documents));
  grid('laws', placed(laws));
  grid('roads', placed(roads));
  grid('lists', placed(lists));
  grid('Roman numerals', placed(romans));
  grid('levels of floods', placed(floods));
  grid('winds and coordinates', placed(winds));
});
