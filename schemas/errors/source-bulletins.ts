/** Errors about source bulletins (bản tin nguồn). */
import { errorRows } from './error-row.ts';

export const SOURCE_ERRORS = errorRows({
  'source-unknown': {
    status: 404,
    vi: 'Không có bản tin nguồn này.',
    en: 'There is no such source bulletin.',
  },
  'source-content-one': {
    status: 422,
    vi: 'Bản tin nguồn phải có đúng một trong hai: văn bản (text) hoặc âm thanh (audio).',
    en: 'A source bulletin has exactly one of text and audio.',
  },
  'source-targets-one': {
    status: 422,
    vi: 'Chỉ rõ nơi nhận bằng đúng một trong hai: communeIds hoặc targets.',
    en: 'Say where it goes by exactly one of communeIds and targets.',
  },
  'source-audio-broken': {
    status: 422,
    vi: 'Âm thanh rỗng hoặc không phải base64 hợp lệ. Chưa lưu gì. Gửi lại.',
    en: 'The audio is empty, or no valid base64. Nothing was kept. Send it again.',
  },
  'source-level-not-yours': {
    status: 403,
    vi: 'Mã truy cập này không được gửi bản tin cấp trung ương.',
    en: 'This token may not deliver bulletins of the central level.',
  },
  'source-not-yours': {
    status: 403,
    vi: 'Bản tin nguồn này do hệ thống khác gửi; chỉ hệ thống đó được sửa hoặc rút.',
    en: 'Another system delivered this source bulletin; only that one may change or withdraw it.',
  },
  'source-withdrawn': {
    status: 409,
    vi: 'Bản tin nguồn này đã bị rút. Muốn phát lại, gửi với mã mới (externalId).',
    en: 'This source bulletin was withdrawn. To bring it again, send it under a new externalId.',
  },
  'source-closed': {
    status: 409,
    vi: 'Bản tin nguồn này không còn chờ trong hộp thư (đang ở trạng thái: {state}).',
    en: 'This source bulletin does not wait in the inbox any more (it is: {state}).',
  },
  'source-rank-not-planned': {
    status: 409,
    vi: 'Chỉ xếp được thứ tự khi bản tin ưu tiên đã có lịch và chưa phát.',
    en: 'The order can be set only while a priority bulletin is planned and has not begun.',
  },
});
