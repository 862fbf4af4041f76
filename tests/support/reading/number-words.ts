/** Numbers in words, written apart from the product's own code, for expectations that are generated. */

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];

/** Below a thousand; `full` says the hundreds even when there are none. */
function hundreds(value: number, full: boolean): string {
  const [hundred, ten, one] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10];
  const said: (string | undefined)[] = [];
  if (hundred > 0 || full) said.push(DIGITS[hundred], 'trăm');
  if (ten === 0 && one > 0 && said.length > 0) said.push('linh');
  if (ten === 1) said.push('mười');
  if (ten > 1) said.push(DIGITS[ten], 'mươi');
  if (one === 5 && ten > 0) said.push('lăm');
  else if (one === 1 && ten > 1) said.push('mốt');
  else if (one === 4 && ten > 1) said.push('tư');
  else if (one > 0) said.push(DIGITS[one]);
  return said.join(' ');
}

/** A whole number below a million million. */
export function words(value: number): string {
  if (value === 0) return 'không';
  const groups = [1e9, 1e6, 1e3, 1].map((unit) => Math.floor(value / unit) % 1000);
  const names = [' tỷ', ' triệu', ' nghìn', ''];
  const first = groups.findIndex((group) => group > 0);
  return groups.flatMap((group, index) => (group > 0 ? [hundreds(group, index > first) + names[index]] : [])).join(' ');
}

/** Each digit by its name. */
export const digits = (written: string): string =>
  [...written].flatMap((digit) => DIGITS[Number(digit)] ?? []).join(' ');

/** "12,5" → mười hai phẩy năm; "1.250" → một nghìn hai trăm năm mươi. */
export function number(written: string): string {
  const [whole = '', fraction] = written.replaceAll('.', '').split(',');
  return words(Number(whole)) + (fraction === undefined ? '' : ` phẩy ${digits(fraction)}`);
}
