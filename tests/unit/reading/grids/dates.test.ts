import { describe } from 'vitest';
import { type Cell, grid, placed } from '../../../support/reading/grid.ts';
import { words } from '../../../support/reading/number-words.ts';

const month = (value: number): string => (value === 4 ? 'tư' : words(value));
const pad = (value: number): string => String(value).padStart(2, '0');
/** Plain, and with leading zeros. */
const forms = (value: number): string[] => (value < 10 ? [String(value), pad(value)] : [String(value)]);
const YEAR = 'năm hai nghìn không trăm hai mươi sáu';

const DAYS = [
  [1, 1],
  [3, 4],
  [5, 12],
  [15, 7],
  [24, 11],
  [30, 4],
] as const;
const WEEKDAYS: readonly Cell[] = [
  ['thứ Hai', 'thứ hai'],
  ['thứ 4', 'thứ tư'],
  ['Thứ 7', 'thứ bảy'],
  ['chủ nhật', 'chủ nhật'],
  ['T2', 'thứ hai'],
  ['CN', 'chủ nhật'],
];
/** What may stand before a date, and is read as it stands. */
const CUES = ['ngày', 'từ ngày', 'đến hết ngày', 'trước ngày', 'sáng ngày', 'hôm qua ngày'];

const full: Cell[] = DAYS.flatMap(([day, of]) => {
  const said = `${words(day)} tháng ${month(of)} ${YEAR}`;
  const written = ['/', '-', '.'].flatMap((mark) =>
    forms(day).flatMap((first) => forms(of).map((second) => `${first}${mark}${second}${mark}2026`)),
  );
  const short = `(mùng) ${words(day)} tháng ${month(of)}`;
  return [
    ...written.flatMap((each): Cell[] => [
      [each, `(ngày) ${said}`],
      ...CUES.map((cue): Cell => [`${cue} ${each}`, `${cue} ${said}`]),
      ...WEEKDAYS.flatMap(([weekday, name]): Cell[] => [
        [`${weekday}, ngày ${each}`, `${name} ngày ${said}`],
        [`${weekday} (${each})`, `${name} (ngày) ${said}`],
        [`${weekday} ngày ${each}`, `${name} ngày ${said}`],
        [`${weekday}, ${each}`, `${name} (ngày) ${said}`],
      ]),
      [`8h ngày ${each}`, `tám giờ ngày ${said}`],
      [`7h30, ngày ${each}`, `bảy giờ ba mươi (phút) ngày ${said}`],
      [`14 giờ 00 phút ngày ${each}`, `mười bốn giờ {|không phút|không không phút} ngày ${said}`],
    ]),
    ...forms(day).flatMap((first) =>
      forms(of).flatMap((second): Cell[] => [
        ...['/', '-'].flatMap((mark) =>
          CUES.map((cue): Cell => [`${cue} ${first}${mark}${second}`, `${cue} ${short}`]),
        ),
        [`sáng ${first}/${second}`, `sáng (ngày) ${short}`],
        [`tối nay ${first}/${second}`, `tối nay (ngày) ${short}`],
        [`hôm nay (${first}/${second})`, `hôm nay (ngày) ${short}`],
        [`sáng mai (${first}/${second})`, `sáng mai (ngày) ${short}`],
        [`thứ Bảy (${first}/${second})`, `thứ bảy (ngày) ${short}`],
        [`T7 (${first}/${second})`, `thứ bảy (ngày) ${short}`],
        [`chủ nhật ${first}/${second}`, `chủ nhật (ngày) ${short}`],
        [`8h ${first}/${second}`, `tám giờ (ngày) ${short}`],
        [`7h30 ngày ${first}/${second}`, `bảy giờ ba mươi (phút) ngày ${short}`],
        [`từ ${first}/${second} đến 31/12`, `từ (ngày) ${short} đến (ngày) ba mươi mốt tháng mười hai`],
        [`từ ${first}/${second} - 31/12`, `từ (ngày) ${short} đến (ngày) ba mươi mốt tháng mười hai`],
        [`kỷ niệm ${first}/${second}`, `kỷ niệm (ngày) ${short}`],
        [`nghỉ lễ ${first}/${second}`, `nghỉ lễ (ngày) ${short}`],
        [`hạn cuối ${first}/${second}`, `hạn cuối (ngày) ${short}`],
        [`trước ${first}/${second}`, `trước (ngày) ${short}`],
      ]),
    ),
    [`ngày ${day} tháng ${of} năm 2026`, `ngày ${said}`],
    [`ngày ${pad(day)} tháng ${pad(of)} năm 2026`, `ngày ${said}`],
    [`ngày ${day} tháng ${of}`, `ngày ${words(day)} tháng ${month(of)}`],
  ];
});

const DASHES = ['-', '–', ' - ', ' – ', ' đến ', ' đến ngày '];
const ranges: Cell[] = DASHES.flatMap((dash): Cell[] => {
  const to = dash.endsWith('ngày ') ? 'đến ngày' : 'đến (ngày)';
  return [
    [`ngày 05${dash}10/12/2026`, `ngày năm ${to} mười tháng mười hai ${YEAR}`],
    [`ngày 5${dash}10/12`, `ngày năm ${to} mười tháng mười hai`],
    [`từ ngày 05/12${dash}10/12/2026`, `từ ngày năm tháng mười hai ${to} mười tháng mười hai ${YEAR}`],
    [`từ ngày 28/11${dash}03/12`, `từ ngày hai mươi tám tháng mười một ${to} ba tháng mười hai`],
    [
      `từ ngày 28/12/2025${dash}03/01/2026`,
      `từ ngày hai mươi tám tháng mười hai năm hai nghìn không trăm hai mươi lăm ${to} ba tháng một ${YEAR}`,
    ],
    [
      `từ 28/12/2025${dash}03/01/2026`,
      `từ (ngày) hai mươi tám tháng mười hai năm hai nghìn không trăm hai mươi lăm ${to} ba tháng một ${YEAR}`,
    ],
    [`28/11${dash}03/12/2026`, `(ngày) hai mươi tám tháng mười một ${to} ba tháng mười hai ${YEAR}`],
    ...(dash.includes('ngày')
      ? []
      : ([
          [`tháng 9${dash}12/2026`, `tháng chín đến (tháng) mười hai ${YEAR}`],
          [`tháng 9${dash}12`, 'tháng chín đến (tháng) mười hai'],
          [`năm 2026${dash}2030`, `${YEAR} đến (năm) hai nghìn không trăm ba mươi`],
          [`giai đoạn 2026${dash}2030`, 'giai đoạn hai nghìn không trăm hai mươi sáu đến hai nghìn không trăm ba mươi'],
          [`quý III${dash}IV/2026`, `quý ba đến (quý) bốn ${YEAR}`],
          [`quý 3${dash}4/2026`, `quý ba đến (quý) bốn ${YEAR}`],
        ] satisfies Cell[])),
  ];
});

const others: Cell[] = [
  ...[1, 4, 9, 10, 12].flatMap((of): Cell[] => [
    [`tháng ${of}/2026`, `tháng ${month(of)} ${YEAR}`],
    [`tháng ${pad(of)}/2026`, `tháng ${month(of)} ${YEAR}`],
    [`tháng ${of}-2026`, `tháng ${month(of)} ${YEAR}`],
    [`T${of}/2026`, `tháng ${month(of)} ${YEAR}`],
    [`tháng ${of} năm 2026`, `tháng ${month(of)} ${YEAR}`],
    [`đầu tháng ${of}`, `đầu tháng ${month(of)}`],
    [`rằm tháng ${of}`, `rằm tháng ${month(of)}`],
    [`${of} tháng`, `${words(of)} tháng`],
  ]),
  ...['I', 'II', 'III', 'IV'].flatMap((roman, index): Cell[] => [
    [`quý ${roman}/2026`, `quý ${words(index + 1)} ${YEAR}`],
    [`quý ${roman} năm 2026`, `quý ${words(index + 1)} ${YEAR}`],
    [`quý ${index + 1}/2026`, `quý ${words(index + 1)} ${YEAR}`],
    [`Q${index + 1}/2026`, `quý ${words(index + 1)} ${YEAR}`],
    [`học kỳ ${roman}`, `học kỳ ${words(index + 1)}`],
  ]),
  ['năm học 2025-2026', `năm học hai nghìn không trăm hai mươi lăm (đến) hai nghìn không trăm hai mươi sáu`],
  ['năm học 2025 - 2026', `năm học hai nghìn không trăm hai mươi lăm (đến) hai nghìn không trăm hai mươi sáu`],
  ['vụ xuân 2026', 'vụ xuân hai nghìn không trăm hai mươi sáu'],
  ['vụ đông xuân 2025-2026', 'vụ đông xuân hai nghìn không trăm hai mươi lăm (đến) hai nghìn không trăm hai mươi sáu'],
  ['các ngày 5, 6, 7/12', 'các ngày năm sáu bảy tháng mười hai'],
  ['các ngày 5, 6 và 7/12/2026', `các ngày năm sáu và bảy tháng mười hai ${YEAR}`],
  ['ngày 5,6/12', 'ngày năm sáu tháng mười hai'],
  ['ngày 05 và 06/12/2026', `ngày năm và sáu tháng mười hai ${YEAR}`],
  ['ngày 5 & 6/12', 'ngày năm và sáu tháng mười hai'],
  ['ngày 15/7 âm lịch', 'ngày mười lăm tháng bảy âm lịch'],
  ['ngày 10/3 âm lịch', 'ngày (mùng) mười tháng ba âm lịch'],
  ['ngày 10/3 ÂL', 'ngày (mùng) mười tháng ba âm lịch'],
  ['ngày 10/3 (âm lịch)', 'ngày (mùng) mười tháng ba âm lịch'],
  ['mùng 1/1 ÂL', 'mùng một tháng giêng âm lịch'],
  ['ngày 23/12 ÂL', 'ngày hai mươi ba tháng {chạp|mười hai} âm lịch'],
  ['rằm tháng 7', 'rằm tháng bảy'],
  ['mùng 10 tháng 3', 'mùng mười tháng ba'],
  ['mùng 4 Tết', 'mùng bốn Tết'],
  ['T2-T6', 'thứ hai đến thứ sáu'],
  ['T2 - T6', 'thứ hai đến thứ sáu'],
  ['T2 đến T6', 'thứ hai đến thứ sáu'],
  ['thứ 2-6', 'thứ hai đến (thứ) sáu'],
  ['thứ 2 đến thứ 6', 'thứ hai đến thứ sáu'],
  ['thứ 2 - thứ 6', 'thứ hai đến thứ sáu'],
  ['thứ 2, 4, 6', 'thứ hai tư sáu'],
  ['thứ 2,4,6', 'thứ hai tư sáu'],
  ['thứ 3, thứ 5 và thứ 7', 'thứ ba thứ năm và thứ bảy'],
  ['T3, T5, T7', 'thứ ba thứ năm thứ bảy'],
  ['T7, CN', 'thứ bảy chủ nhật'],
  ['T7 và CN', 'thứ bảy và chủ nhật'],
  ['T7-CN', 'thứ bảy đến chủ nhật'],
  ['T7 & CN', 'thứ bảy và chủ nhật'],
  ['thứ 7, CN', 'thứ bảy chủ nhật'],
  ['sáng T7, chiều CN', 'sáng thứ bảy chiều chủ nhật'],
];

const HOURS = [
  [7, 0],
  [7, 30],
  [13, 5],
  [14, 15],
  [0, 45],
] as const;
const clock = (hour: number, minute: number): string =>
  `${words(hour)} giờ${minute === 0 ? '' : ` ${words(minute)} (phút)`}`;
const FORMS: readonly ((hour: number, minute: number) => string)[] = [
  (hour, minute) => `${hour}h${pad(minute)}`,
  (hour, minute) => `${pad(hour)}h${pad(minute)}`,
  (hour, minute) => `${pad(hour)}:${pad(minute)}`,
  (hour, minute) => `${hour}g${pad(minute)}`,
  (hour, minute) => `${hour}h${pad(minute)}'`,
  (hour, minute) => `${hour}h${pad(minute)}p`,
  (hour, minute) => `${hour} giờ ${pad(minute)} phút`,
  (hour, minute) => `${hour} giờ ${pad(minute)}`,
  (hour, minute) => `${hour}h ${pad(minute)}`,
  (hour, minute) => (minute === 0 ? `${hour}h` : `${hour}h${minute}`),
  (hour, minute) => (minute === 0 ? `${hour} giờ` : `${hour} giờ ${minute}`),
  (hour, minute) => `${hour}H${pad(minute)}`,
];
const PARTS = ['', ' sáng', ' chiều', ' hàng ngày', ' cùng ngày'];
const times: Cell[] = FORMS.flatMap((form) => [
  ...HOURS.flatMap(([hour, minute]): Cell[] => {
    // "7 giờ 00 phút"
    const said = clock(hour, minute).replace(/giờ$/, 'giờ {|không phút|không không phút|không|không không}');
    return [
      ...PARTS.map((part): Cell => [`${form(hour, minute)}${part}`, `${said}${part}`]),
      [`lúc ${form(hour, minute)}`, `lúc ${said}`],
      [`vào hồi ${form(hour, minute)}`, `vào hồi ${said}`],
      [`trước ${form(hour, minute)} ngày 5/12`, `trước ${said} ngày (mùng) năm tháng mười hai`],
      [`sáng: ${form(hour, minute)}`, `sáng ${said}`],
    ];
  }),
  ...['-', '–', ' - ', ' – ', ' đến ', '->', ' → '].flatMap((dash): Cell[] => {
    const [from, to] = [form(7, 30), form(11, 15)];
    const said = 'bảy giờ ba mươi (phút) đến mười một giờ mười lăm (phút)';
    return [
      [`${from}${dash}${to}`, said],
      [`từ ${from}${dash}${to}`, `từ ${said}`],
      [`(${from}${dash}${to})`, said],
      [`${from}${dash}${to} hàng ngày`, `${said} hàng ngày`],
      [`từ ${from}${dash}${to} ngày 05/12`, `từ ${said} ngày năm tháng mười hai`],
    ];
  }),
  [
    `từ ${form(22, 30)} ngày 5/12 đến ${form(5, 15)} ngày 6/12`,
    'từ hai mươi hai giờ ba mươi (phút) ngày năm tháng mười hai đến năm giờ mười lăm (phút) ngày sáu tháng mười hai',
  ],
  [
    `từ ${form(22, 30)} ngày 5/12 - ${form(5, 15)} ngày 6/12`,
    'từ hai mươi hai giờ ba mươi (phút) ngày năm tháng mười hai đến năm giờ mười lăm (phút) ngày sáu tháng mười hai',
  ],
]);
const durations: Cell[] = [
  ['7-9h', 'bảy (giờ) đến chín giờ'],
  ['7h-9h', 'bảy giờ đến chín giờ'],
  ['7 - 9 giờ', 'bảy (giờ) đến chín giờ'],
  ['7-9 giờ sáng', 'bảy (giờ) đến chín giờ sáng'],
  ['7-9h30', 'bảy (giờ) đến chín giờ ba mươi (phút)'],
  ['24/24h', 'hai mươi tư trên hai mươi tư (giờ)'],
  ['24/7', 'hai mươi tư trên bảy'],
  ['24h/24h', 'hai mươi tư {giờ trên|trên} hai mươi tư giờ'],
  ['45 phút', 'bốn mươi lăm phút'],
  ["45'", 'bốn mươi lăm phút'],
  ['15-20 phút', 'mười lăm đến hai mươi phút'],
  ["15-20'", 'mười lăm đến hai mươi phút'],
  ['1h30 phút', 'một giờ ba mươi phút'],
  ['48h', 'bốn mươi tám giờ'],
  ['24-48h', 'hai mươi tư đến bốn mươi tám giờ'],
  ['24-48 giờ tới', 'hai mươi tư đến bốn mươi tám giờ tới'],
  ['72 giờ', 'bảy mươi hai giờ'],
  ['2 giờ 30 phút 15 giây', 'hai giờ ba mươi phút mười lăm giây'],
  ['3 ngày/tuần', 'ba ngày {một|trên} tuần'],
  ['2 lần/ngày', 'hai lần {một|trên} ngày'],
  ['2-3 lần/tuần', 'hai đến ba lần {một|trên} tuần'],
  ['5-7 ngày', 'năm đến bảy ngày'],
  ['10 - 15 năm', 'mười đến mười lăm năm'],
  ['06 tháng', 'sáu tháng'],
  ['18-25 tuổi', 'mười tám đến hai mươi lăm tuổi'],
];

describe('grids of dates and times', () => {
  grid('dates', placed(full));
  grid('ranges of dates', placed(ranges));
  grid('months, quarters, weekdays, lunar days', placed(others));
  grid('times', placed(times));
  grid('durations', placed(durations));
});
