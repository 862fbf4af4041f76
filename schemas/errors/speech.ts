/** Errors and warnings about voices and speech. */
import { errorRows } from './error-row.ts';

export const SPEECH_ERRORS = errorRows({
  'speech-empty': {
    status: 422,
    vi: 'Văn bản không có gì để đọc. Bản tin sẽ không phát được. Viết nội dung rồi gửi lại.',
    en: 'There is nothing to read in the text. The bulletin cannot air. Write something and send it again.',
  },
  'speech-voice-unknown': {
    status: 422,
    vi: 'Không có giọng đọc này. Bản tin sẽ không phát được. Chọn giọng khác.',
    en: 'There is no such voice. The bulletin cannot air. Choose another voice.',
  },
  'speech-language-unread': {
    status: 422,
    vi: 'Chưa có giọng nào đọc được tiếng này ({language}). Chưa có gì được lưu. Gửi bản ghi âm, hoặc chọn hẳn một giọng tiếng Việt rồi nghe lại.',
    en: 'No voice reads this language ({language}). Nothing was stored. Send a recording, or choose a Vietnamese voice by name and listen to it.',
  },
  'speech-other-language': {
    status: 200,
    vi: 'Giọng đã chọn không phải giọng đọc tiếng này ({language}) nên có thể đọc sai, khó hiểu. Nghe lại trước khi phát, hoặc thay bằng bản ghi âm.',
    en: 'The chosen voice is not one of this language ({language}); the reading may be wrong or hard to follow. Listen before airing, or use a recording.',
  },
  'speech-failed': {
    status: 422,
    vi: 'Không đọc được văn bản này. Bản tin sẽ không phát được. Sửa văn bản hoặc ghi âm trực tiếp.',
    en: 'The text could not be spoken. The bulletin cannot air. Change the text, or record it.',
  },
  'speech-fell-back': {
    status: 200,
    vi: 'Giọng đã chọn không đọc được lúc này, nên bản tin được đọc bằng giọng khác. Nghe lại trước khi phát.',
    en: 'The chosen voice failed, so the bulletin was read by another one. Listen to it before airing.',
  },
  'speech-package-missing': {
    status: 503,
    vi: 'Máy chủ chưa cài đủ phần mềm của giọng đọc này. Chọn giọng khác, hoặc báo người quản trị cài đặt ({detail}).',
    en: 'The software of this voice is not installed. Choose another voice, or have it installed ({detail}).',
  },
  'speech-model-missing': {
    status: 503,
    vi: 'Không thấy thư mục giọng đọc trên máy chủ. Chọn giọng khác, hoặc báo người quản trị ({detail}).',
    en: 'The folder of this voice is not on the server. Choose another voice, or tell the administrator ({detail}).',
  },
  'speech-model-wrong': {
    status: 503,
    vi: 'Thư mục giọng đọc trên máy chủ bị thiếu hoặc sai. Chọn giọng khác, hoặc báo người quản trị ({detail}).',
    en: 'The folder of this voice is incomplete or wrong. Choose another voice, or tell the administrator ({detail}).',
  },
  'speech-service-failing': {
    status: 503,
    vi: 'Dịch vụ giọng đọc vừa không trả lời đúng. Bản tin mới được đọc bằng giọng mặc định cho đến khi dịch vụ chạy lại ({detail}).',
    en: 'The speech service has just failed. New bulletins are read by the default voice until it works again ({detail}).',
  },
});
