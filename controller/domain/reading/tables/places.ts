/** Shortened words before a name or number of a place: "P. Dịch Vọng", "tp.HCM", "KP 4". */

export const PLACES: Readonly<Record<string, string>> = {
  tp: 'thành phố',
  tx: 'thị xã',
  tt: 'thị trấn',
  q: 'quận',
  h: 'huyện',
  p: 'phường',
  x: 'xã',
  t: 'tỉnh',
  đk: 'đặc khu',
  kp: 'khu phố',
  ấp: 'ấp',
  đ: 'đường',
  đg: 'đường',
  ng: 'ngõ',
  ngh: 'ngách',
  th: 'thôn',
  xm: 'xóm',
  tdp: 'tổ dân phố',
  kdc: 'khu dân cư',
  khp: 'khu phố',
  cc: 'chung cư',
};
/** Of these only two letters and more may stand without a dot. */
export const PLACE_NEEDS_DOT: ReadonlySet<string> = new Set([
  'q',
  'h',
  'x',
  't',
  'đ',
  'ng',
  'ngh',
  'th',
  'xm',
  'đg',
  'ấp',
  'cc',
  'p',
  'đk',
  'tt',
]);

/** Forms of address before a person's name. */
export const PERSONS: Readonly<Record<string, string>> = { a: 'anh', c: 'chị', ô: 'ông', b: 'bà' };
