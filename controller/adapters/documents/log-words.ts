/** The programme log as paper has it: headings, columns, cells. A document of the commune, in Vietnamese. */
import {
  CLASS_WORDS,
  LEVEL_WORDS,
  type MissReason,
  REASON_WORDS,
  SESSION_WORDS,
} from '@loa-lang/schemas/programme-log/words';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { civilDay } from '../../domain/broadcasts/civil-time.ts';
import { type LogLine, STATION_SOUND, type WrittenLine } from '../../domain/programme-log/log-line.ts';
import { sessionOf } from '../../domain/programme-log/month.ts';
import type { MonthStatistics } from '../../domain/programme-log/statistics.ts';
import { timeWords } from '../../domain/text/instant-words.ts';
import type { MonthLog } from '../../ports/programme-log.ts';

export const LOG_COLUMNS = [
  'Ngày',
  'Giờ',
  'Buổi',
  'Thể loại',
  'Tên tin, bài',
  'Nguồn',
  'Người biên tập',
  'Người duyệt, giờ duyệt',
  'Cụm phát/tổng',
  'Sự cố, lý do không phát',
  'Ghi chú',
] as const;

export const SIGNATURES = ['NGƯỜI LẬP', 'PHỤ TRÁCH', 'LÃNH ĐẠO UBND'] as const;

/** Control characters, and marks that turn the direction of what follows: on paper they would say something else. */
const plain = (text: string): string => text.replace(/(?!\n)\p{Cc}|[\uFFFE\uFFFF]/gu, ' ').replace(/\p{Cf}/gu, '');

const dayOf = (instant: EpochMillis, zone: string): string => civilDay(instant, zone).split('-').reverse().join('/');

const dateTime = (instant: EpochMillis, zone: string): string => `${timeWords(instant, zone)} ${dayOf(instant, zone)}`;

const minutes = (ms: Millis): string => (ms / 60_000).toFixed(1).replace('.', ',');

const reasonWords = (missed: LogLine['missed']): string[] =>
  Object.entries(missed).map(([reason, count]) => `${REASON_WORDS[reason as MissReason].vi}: ${count}`);

const headOf = ({ startAt, endAt }: Pick<LogLine, 'startAt' | 'endAt'>, zone: string): string[] => [
  dayOf(startAt, zone),
  `${timeWords(startAt, zone)}–${timeWords(endAt, zone)}`,
  SESSION_WORDS[sessionOf(startAt, zone)].vi,
];

/** Under the title of the whole what it consisted of, unless it says the same. */
function titleOf({ title, items }: LogLine): string {
  const titles = items.filter(({ category }) => category !== STATION_SOUND).map((item) => item.title);
  const isWhole = titles.length === 0 || (titles.length === 1 && titles[0] === title);
  return isWhole ? title : [`${title}:`, ...titles.map((each) => `- ${each}`)].join('\n');
}

const genreOf = ({ class: kind, items }: LogLine): string => {
  const categories = items.flatMap(({ category }) => category ?? []).filter((each) => each !== STATION_SOUND);
  return [CLASS_WORDS[kind].vi, ...new Set(categories)].join('; ');
};

const awaitedWords = (pending: number): string[] => (pending === 0 ? [] : [`chờ kết quả: ${pending}`]);

const lineCells = (line: LogLine, zone: string): string[] => [
  ...headOf(line, zone),
  genreOf(line),
  titleOf(line),
  LEVEL_WORDS[line.level].vi,
  line.madeBy ?? '',
  [line.approvedBy, line.approvedAt && dateTime(line.approvedAt, zone)].filter(Boolean).join(', '),
  `${line.clustersReached}/${line.clusters}`,
  [...reasonWords(line.missed), ...awaitedWords(line.pending)].join('; '),
  line.note ?? '',
];

/** @param all lines that it may correct */
function writtenCells({ kind, line, corrects, reason, madeBy, madeAt }: WrittenLine, log: MonthLog): string[] {
  const { zone } = log;
  const wrong = [...log.lines, ...log.written.map((each) => ({ id: each.id, ...each.line }))].find(
    ({ id }) => id === corrects,
  );
  const mark =
    kind === 'entry'
      ? 'Ghi tay'
      : `Đính chính dòng ${wrong === undefined ? corrects : `${dateTime(wrong.startAt, zone)} "${wrong.title}"`}`;
  const note = [mark, line.note, reason && `lý do: ${reason}`, `${madeBy.name} ghi ${dateTime(madeAt, zone)}`];
  return [
    ...headOf(line, zone),
    CLASS_WORDS[line.class].vi,
    line.title,
    '',
    madeBy.name,
    '',
    '',
    '',
    note.filter(Boolean).join('; '),
  ];
}

export const rowsOf = (log: MonthLog): string[][] => allRows(log).map((row) => row.map(plain));

const allRows = (log: MonthLog): string[][] => [
  ...[
    ...log.lines.map((line) => ({ at: line.startAt, cells: lineCells(line, log.zone) })),
    ...log.written
      .filter(({ kind }) => kind === 'entry')
      .map((written) => ({ at: written.line.startAt, cells: writtenCells(written, log) })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ cells }) => cells),
  // what was put right after the closing stands behind it
  ...log.written.filter(({ kind }) => kind === 'correction').map((written) => writtenCells(written, log)),
];

export const monthWords = (month: string): string => `Tháng ${Number(month.slice(5))} năm ${month.slice(0, 4)}`;

export const closingWords = ({ closed, zone, complete }: MonthLog): string => {
  if (closed !== undefined) {
    return `Sổ đã chốt lúc ${dateTime(closed.closedAt, zone)}, người chốt: ${closed.closedBy.name}. Mã kiểm tra (SHA-256): ${closed.sha256}`;
  }
  return complete ? 'Sổ chưa chốt.' : 'Sổ chưa chốt; còn lượt phát chưa có đủ kết quả.';
};

/** Where and when it is signed: by hand, unless it was closed. */
export const placeAndDay = ({ communeName, closed, zone }: MonthLog): string => {
  const [day, month, year] = closed === undefined ? ['……', '……', '………'] : dayOf(closed.closedAt, zone).split('/');
  return `${communeName}, ngày ${day} tháng ${month} năm ${year}`;
};

export const STATISTICS_TITLE = 'TỔNG HỢP';

const UNSORTED = 'Chưa phân loại';
const UNKNOWN_AUTHOR = 'Không rõ';

/** Tables with a heading each: label and numbers. */
export function statisticsTables(statistics: MonthStatistics): { columns: string[]; rows: string[][] }[] {
  const { byClass, byCategory, byAuthor, written, silent, hamlets, missed, clusters, clustersReached } = statistics;
  const total = byClass.reduce((sum, each) => sum + each.airMs, 0);
  const count = byClass.reduce((sum, each) => sum + each.broadcasts, 0);
  return [
    {
      columns: ['Loại lượt phát', 'Số lượt', 'Số phút'],
      rows: [
        ...byClass.map((each) => [CLASS_WORDS[each.class].vi, String(each.broadcasts), minutes(each.airMs)]),
        ['Cộng', String(count), minutes(total)],
        ['Không phát được ở cụm nào', String(silent), ''],
        ['Ghi tay (ngoài số trên)', String(written.entries), minutes(written.airMs)],
      ],
    },
    {
      columns: ['Thể loại tin, bài', 'Số tin, bài', 'Số phút'],
      rows: byCategory.map(({ category = UNSORTED, items, airMs }) => [plain(category), String(items), minutes(airMs)]),
    },
    {
      columns: ['Người biên tập', 'Số lượt', 'Số tin, bài', 'Số phút'],
      rows: byAuthor.map(({ author = UNKNOWN_AUTHOR, broadcasts, items, airMs }) => [
        ...[plain(author), String(broadcasts), String(items)],
        minutes(airMs),
      ]),
    },
    {
      columns: ['Thôn', 'Số lượt', 'Đủ', 'Một phần', 'Không'],
      rows: hamlets.map(({ name, broadcasts, full, partly, none }) => [
        plain(name),
        ...[broadcasts, full, partly, none].map(String),
      ]),
    },
    {
      columns: ['Lý do không phát tới', 'Số lượt cụm'],
      rows: [
        ...missed.map(({ reason, clusters: times }) => [REASON_WORDS[reason].vi, String(times)]),
        ['Đã phát tới / tổng số lượt cụm', `${clustersReached}/${clusters}`],
      ],
    },
  ];
}
