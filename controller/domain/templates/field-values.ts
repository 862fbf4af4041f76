/** Values of fields: whether they are what they should be, and how they are written in a notice. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { FieldType } from '@loa-lang/schemas/http/templates';

interface FieldKind {
  /** the value as the text carries it; `undefined` when it is not valid */
  write(value: string): string | undefined;
  hint: Words;
}

const WEEKDAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'];

/** The weekday is worked out, so that it always fits the date. */
function writeDate(value: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  const midnight = new Date(`${value}T00:00:00Z`);
  if (day === undefined || Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== value) {
    return undefined;
  }
  return `${WEEKDAYS[midnight.getUTCDay()]}, ngày ${Number(day)} tháng ${Number(month)} năm ${year}`;
}

function writeTime(value: string): string | undefined {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) ?? [];
  if (minute === undefined) return undefined;
  return Number(minute) === 0 ? `${Number(hour)} giờ` : `${Number(hour)} giờ ${Number(minute)} phút`;
}

/** Digits stay grouped as they were written: that is how they are read. */
const writePhone = (value: string): string | undefined => {
  const digits = value.replace(/\D/g, '').length;
  return /^\+?[\d .()-]+$/.test(value) && digits >= 3 && digits <= 12 ? value : undefined;
};

const writeNumber = (value: string): string | undefined =>
  /^\d{1,9}([.,]\d{1,3})?$/.test(value) ? value.replace(/^0+(?=\d)/, '').replace('.', ',') : undefined;

const writeMoney = (value: string): string | undefined =>
  /^[1-9]\d{0,12}$/.test(value) ? `${value.replace(/\B(?=(\d{3})+$)/g, '.')} đồng` : undefined;

/** Own words, on one line; the sentence around them has its own full stop. */
const writeWords = (value: string): string | undefined => {
  const plain = value.replace(/[\s.;,]+$/u, '');
  return /[\p{L}\p{N}]/u.test(plain) && !/[{}[\]]/.test(plain) ? plain : undefined;
};
const WORDS: FieldKind = {
  write: writeWords,
  hint: {
    vi: 'viết bằng chữ, không dùng dấu ngoặc vuông, ngoặc nhọn',
    en: 'write words, without square or curly brackets',
  },
};

const KINDS: Record<FieldType, FieldKind> = {
  text: WORDS,
  place: WORDS,
  person: WORDS,
  date: {
    write: writeDate,
    hint: {
      vi: 'cần một ngày có thật, dạng năm-tháng-ngày, ví dụ 2026-12-05',
      en: 'a real day is needed, as 2026-12-05',
    },
  },
  time: {
    write: writeTime,
    hint: {
      vi: 'cần giờ và phút, từ 00:00 đến 23:59, ví dụ 19:30',
      en: 'hours and minutes from 00:00 to 23:59, as 19:30',
    },
  },
  phone: {
    write: writePhone,
    hint: { vi: 'cần số điện thoại từ 3 đến 12 chữ số', en: 'a telephone number of 3 to 12 digits is needed' },
  },
  number: { write: writeNumber, hint: { vi: 'cần một số, ví dụ 6 hoặc 2,5', en: 'a number is needed, as 6 or 2.5' } },
  money: {
    write: writeMoney,
    hint: {
      vi: 'cần số tiền bằng đồng, chỉ gồm chữ số, ví dụ 1263600',
      en: 'an amount in đồng is needed, digits only, as 1263600',
    },
  },
};

export const writeValue = (type: FieldType, value: string): string | undefined => KINDS[type].write(value);
export const hintOf = (type: FieldType): Words => KINDS[type].hint;
/** Of a time that must be later than another one. */
export const LATER_HINT: Words = { vi: 'phải sau giờ bắt đầu', en: 'it must be after the beginning' };
