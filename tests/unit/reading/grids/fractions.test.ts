import { describe } from 'vitest';
import { type Cell, grid, placed } from '../../../support/reading/grid.ts';
import { words } from '../../../support/reading/number-words.ts';

/** Parts that could be a day and a month. */
const PARTS = [
  [1, 2],
  [1, 3],
  [2, 3],
  [3, 4],
  [1, 4],
  [2, 5],
  [1, 10],
] as const;
const part = (over: number, under: number): string => `${words(over)} phần ${under === 4 ? 'tư' : words(under)}`;
/** `_` is a part of what follows. */
const OF = [
  '_ số hộ đã nộp',
  '_ số hộ trong thôn',
  '_ diện tích lúa đã chín',
  '_ tổng số phiếu',
  '_ dân số xã',
  '_ quãng đường',
  '_ chiều dài tuyến đê',
  '_ chiều cao cây',
  '_ khối lượng công việc',
  '_ công việc',
  '_ kinh phí xây dựng',
  '_ giá trị hợp đồng',
  '_ lượng đạm',
  '_ lượng nước trong ruộng',
  '_ thời gian',
  '_ số tiền còn lại',
  '_ mức phạt',
  '_ học phí',
  '_ tiền công',
  '_ sản lượng vải',
  '_ thu nhập của hộ',
  '_ cốc nước',
  '_ viên thuốc',
  '_ thìa muối',
  '_ ngôi nhà bị ngập',
  '_ mái nhà bị tốc',
  '_ thân cây',
  '_ bao xi măng',
  '_ ruộng bị ngập',
  '_ mặt đường bị sạt',
  '_ chặng đường',
  '_ nhiệm kỳ',
  '_ lực lượng trực gác',
  '_ quân số',
  '_ nguồn vốn',
  '_ vốn đối ứng',
  '_ phần thưởng',
  '_ mặt bằng đã giao',
];
const BEFORE = [
  'Hôm nay _',
  'Đến nay _',
  'Đã có _',
  'Mới có _',
  'Khoảng _',
  'Hơn _',
  'Gần _',
  'Chỉ còn _',
  'Trên _',
  'Bón _',
  'Đến hết ngày, _',
  'Hỗ trợ _',
  'Có tới _',
  'Ít nhất _',
  'Tính đến sáng nay _',
  'Ngày mai thu hoạch _',
  'Thu hoạch xong _',
  'Đã hoàn thành _',
  'Giảm _',
  'Tăng _',
];
/** So many of them begin no sentence: behind "hôm nay" no date is meant. */
const SURE = OF.indexOf('_ cốc nước');
const parts: Cell[] = OF.flatMap((of, place) =>
  BEFORE.slice(place < SURE ? 0 : 1).flatMap((before, index): Cell[] => {
    const [over, under] = PARTS[(place + index) % PARTS.length] ?? [1, 2];
    const sentence = before.replace('_', of);
    return [[sentence.replace('_', `${over}/${under}`), sentence.replace('_', part(over, under))]];
  }),
);
const bareParts: Cell[] = PARTS.flatMap(([over, under]): Cell[] =>
  [
    'đạt hơn _',
    'chiếm khoảng _',
    'giảm _ so với năm trước',
    'giảm còn _',
    'chỉ bằng _ năm ngoái',
    'bằng _ cùng kỳ',
    'hoàn thành được _',
    'ngập tới _',
    'cần quá _ tán thành',
  ].map((each): Cell => [each.replace('_', `${over}/${under}`), each.replace('_', part(over, under))]),
);

/** Counts of a total: "8/10 thôn". */
const COUNTED = [
  'thôn',
  'hộ',
  'đại biểu',
  'đảng viên',
  'tiêu chí',
  'chỉ tiêu',
  'phiếu',
  'xã',
  'tổ',
  'trường',
  'khu phố',
  'chi bộ',
  'học sinh',
  'công trình',
  'cử tri',
  'thành viên',
  'hội viên',
  'dự án',
  'đồng chí',
  'bị can',
  'vụ việc',
  'đơn thư',
  'hồ sơ',
  'nhiệm vụ',
  'phòng học',
  'giáo viên',
  'ao nuôi',
  'trạm bơm',
];
const TOTALS = [
  [8, 10],
  [12, 12],
  [19, 19],
  [35, 38],
  [4, 5],
  [9, 12],
  [11, 11],
] as const;
const counted: Cell[] = COUNTED.flatMap((noun, at) =>
  ['Đã có _', 'Đạt _', 'Có _', 'Toàn xã có _', 'Kết quả: _', 'Hoàn thành _', 'Đến nay _', 'Xã đạt (_)'].flatMap(
    (before, index): Cell[] => {
      const [over, under] = TOTALS[(at + index) % TOTALS.length] ?? [12, 12];
      const sentence = before.replace('_', `_ ${noun}`);
      return [
        [
          sentence.replace('_', `${over}/${under}`),
          sentence.replace(/[()]/g, '').replace('_', `${words(over)} trên ${words(under)}`),
        ],
      ];
    },
  ),
);

const dated: Cell[] = [
  [3, 4],
  [30, 4],
  [2, 9],
  [1, 5],
  [27, 7],
  [10, 3],
  [8, 12],
].flatMap(([day = 1, month = 1]): Cell[] => {
  const said = `(ngày) (mùng) ${words(day)} tháng ${month === 4 ? 'tư' : words(month)}`;
  return [
    'ngày _',
    'kỷ niệm _',
    'kỷ niệm ngày _',
    'dịp lễ _',
    'dịp _',
    'từ _ đến hết tuần',
    'trước _',
    'sau _',
    'hạn nộp _',
    'hạn nộp đến _',
    'nghỉ lễ _',
    'chào mừng _',
    'chào mừng ngày _',
    'sáng _ xã họp',
    'chiều _, thôn họp',
    'tối _ tại nhà văn hóa',
    'hôm nay _ xã họp',
    'hôm nay _, hộ nào chưa nộp thì nộp',
    'ngày mai _ các hộ đi tiêm',
    'ngày _ các hộ nộp tiền',
    'ngày _ hộ ông Ba nhận quà',
    'sáng _ các trường nghỉ học',
    'phát động từ _',
    'tiêm vào _',
    'bắt đầu từ _',
    'khai mạc _',
    'diễn ra _ tại đình làng',
    'lịch cắt điện _',
    'họp thôn _ lúc 19h',
  ].map(
    (each): Cell => [each.replace('_', `${day}/${month}`), each.replace('_', said).replace('19h', 'mười chín giờ')],
  );
});

const ratios: Cell[] = [
  ['tỷ lệ 3/1', 'tỷ lệ ba trên một'],
  ['tỷ lệ 1/500', 'tỷ lệ một trên năm trăm'],
  ['bản đồ 1/500', 'bản đồ một trên năm trăm'],
  ['tỷ lệ 1:500', 'tỷ lệ một {trên|} năm trăm'],
  ['pha 1/200', 'pha một trên hai trăm'],
  ['24/7', 'hai mươi tư trên bảy'],
  ['24/24', 'hai mươi tư trên hai mươi tư'],
  ['24/24 giờ', 'hai mươi tư trên hai mươi tư giờ'],
  ['huyết áp 120/80', 'huyết áp một trăm hai mươi trên tám mươi'],
  ['thị lực 10/10', 'thị lực mười trên mười'],
  ['số nhà 12/5', 'số nhà mười hai {trên|xuyệt|} năm'],
  ['ngõ 12/5', 'ngõ mười hai {trên|xuyệt|} năm'],
  ['hạng 4/4', 'hạng bốn trên bốn'],
  ['thương binh 3/4', 'thương binh ba trên bốn'],
  ['thương binh hạng 2/4', 'thương binh hạng hai trên bốn'],
  ['lớp 9/2', 'lớp chín trên hai'],
  ['năm học 2025/2026', 'năm học hai nghìn không trăm hai mươi lăm {|đến|trên} hai nghìn không trăm hai mươi sáu'],
];

describe('grids of parts, counts and dates', () => {
  grid('parts of something', parts);
  grid('parts by the word before', placed(bareParts));
  grid('counts of a total', counted);
  grid('days and months', placed(dated, ['_', 'Kết quả: _', 'Xã thông báo _.']));
  grid('ratios', placed(ratios));
});
