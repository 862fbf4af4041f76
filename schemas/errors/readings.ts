/** Errors and warnings about how a text is read aloud. */
import { errorRows } from './error-row.ts';

export const READING_ERRORS = errorRows({
  'dictionary-entry-unknown': {
    status: 404,
    vi: 'Không có mục từ này. Có thể mục đã bị xoá. Chọn lại trong từ điển.',
    en: 'There is no such entry. It may have been removed. Choose one from the dictionary.',
  },
  'dictionary-entry-taken': {
    status: 409,
    vi: 'Từ điển đã có "{written}". Chưa có gì thay đổi. Sửa mục đã có.',
    en: 'The dictionary already has "{written}". Nothing was changed. Change that entry.',
  },
  'reading-unsayable': {
    status: 422,
    vi: 'Cách đọc "{reading}" còn chữ số hoặc ký hiệu. Chưa có gì thay đổi. Viết cách đọc hoàn toàn bằng chữ.',
    en: 'The reading "{reading}" holds digits or signs. Nothing was changed. Write it in words only.',
  },
  'reading-abbreviation-unknown': {
    status: 200,
    vi: 'Chưa biết "{written}" nghĩa là gì nên đọc từng chữ cái. Sửa cách đọc, hoặc thêm vào từ điển của xã.',
    en: 'What "{written}" means is not known, so it is spelled out. Correct it, or add it to the dictionary.',
  },
  'reading-word-foreign': {
    status: 200,
    vi: '"{written}" không phải tiếng Việt nên giọng đọc có thể phát âm sai. Nghe thử; nếu sai thì ghi cách đọc bằng âm tiếng Việt.',
    en: '"{written}" is not Vietnamese, so the voice may say it wrong. Listen to it; if it is wrong, write how it sounds in Vietnamese syllables.',
  },
  'reading-correction-lost': {
    status: 200,
    vi: 'Chỗ đã sửa cách đọc "{written}" không còn trong văn bản nên bỏ qua. Xem lại cách đọc.',
    en: 'The place where "{written}" was corrected is no longer in the text. Look at the reading again.',
  },
  'relative-day': {
    status: 200,
    vi: 'Phát ngày {airDate} thì "{written}" là ngày {means}. Ghi rõ ngày nếu phát vào ngày khác.',
    en: 'Aired on {airDate}, "{written}" means {means}. Write the date if it is to air on another day.',
  },
  'relative-span': {
    status: 200,
    vi: '"{written}" tính từ ngày phát {airDate}. Ghi rõ thời gian nếu phát vào ngày khác.',
    en: '"{written}" counts from the day of airing, {airDate}. Write the dates if it is to air on another day.',
  },
  'relative-day-wrong': {
    status: 200,
    vi: 'Phát ngày {airDate} thì "{written}" là ngày {means}, nhưng văn bản ghi ngày {date}. Sửa lại hoặc đổi ngày phát.',
    en: 'Aired on {airDate}, "{written}" means {means}, but the text says {date}. Change the text or the day of airing.',
  },
  'weekday-wrong': {
    status: 200,
    vi: 'Văn bản ghi "{written}", nhưng ngày {date} là {weekday}. Sửa lại trước khi phát.',
    en: 'The text says "{written}", but {date} is {weekday}. Correct it before airing.',
  },
});
