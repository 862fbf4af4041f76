/** Words whose day depends on when they are heard: written (small letters) → days after the day of airing. */
export const RELATIVE_DAYS: readonly (readonly [words: string, days: number])[] = [
  ['hôm nay', 0],
  ['sáng nay', 0],
  ['trưa nay', 0],
  ['chiều nay', 0],
  ['tối nay', 0],
  ['đêm nay', 0],
  ['ngày mai', 1],
  ['sáng mai', 1],
  ['trưa mai', 1],
  ['chiều mai', 1],
  ['tối mai', 1],
  ['đêm mai', 1],
  ['hôm sau', 1],
  ['ngày kia', 2],
  ['sáng kia', 2],
  ['chiều kia', 2],
  ['hôm kia', -2],
  ['hôm qua', -1],
  ['sáng qua', -1],
  ['chiều qua', -1],
  ['tối qua', -1],
  ['đêm qua', -1],
  ['ngày hôm qua', -1],
];

/** Words that name a week, month or year by the day of airing: no single day can be told. */
export const RELATIVE_SPANS: readonly string[] = [
  'tuần này',
  'tuần sau',
  'tuần tới',
  'tuần trước',
  'tuần qua',
  'cuối tuần này',
  'tháng này',
  'tháng sau',
  'tháng tới',
  'tháng trước',
  'năm nay',
  'năm sau',
  'năm tới',
  'năm ngoái',
];

/** Names of the days of the week, Sunday first. */
export const WEEKDAY_NAMES = ['chủ nhật', 'thứ hai', 'thứ ba', 'thứ tư', 'thứ năm', 'thứ sáu', 'thứ bảy'] as const;
