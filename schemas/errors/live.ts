/** Errors about speaking live. */
import { errorRows } from './error-row.ts';

export const LIVE_ERRORS = errorRows({
  'live-unknown': {
    status: 404,
    vi: 'Không có buổi phát trực tiếp này. Mở lại trang Trực tiếp.',
    en: 'There is no such live. Open the page for speaking live again.',
  },
  'live-not-yours': {
    status: 403,
    vi: 'Buổi phát trực tiếp này của người khác. Chưa có gì thay đổi.',
    en: 'This live is somebody else’s. Nothing was changed.',
  },
  'live-under-way': {
    status: 409,
    vi: '{name} đang phát trực tiếp ở một phần nơi được chọn. Chưa phát. Chờ {name} nói xong, hoặc chọn nơi khác.',
    en: '{name} is speaking live at some of the chosen places. You are not on air. Wait until {name} has ended, or choose other places.',
  },
  'live-own-open': {
    status: 409,
    vi: 'Bạn đang phát trực tiếp ở nơi khác. Chưa phát thêm. Kết thúc buổi kia trước.',
    en: 'You are speaking live already. Nothing more is on air. End the other one first.',
  },
  'live-silenced': {
    status: 409,
    vi: 'Ở đó đang khoá im lặng ({reasons}) nên không nghe được gì. Chưa phát. Chờ gỡ khoá.',
    en: 'Silence is locked there ({reasons}), so nothing would be heard. You are not on air. Wait until it is lifted.',
  },
  'live-waits-too-long': {
    status: 409,
    vi: 'Loa còn bận hơn {minutes} phút nữa với "{title}". Chưa phát. Thử lại sau.',
    en: 'The loudspeakers are taken for more than {minutes} minutes by “{title}”. You are not on air. Try again later.',
  },
  'live-over': {
    status: 409,
    vi: 'Buổi phát trực tiếp đã kết thúc.',
    en: 'The live is over.',
  },
  'live-needs-websocket': {
    status: 426,
    vi: 'Địa chỉ này chỉ nhận tiếng nói qua WebSocket. Dùng trang Trực tiếp.',
    en: 'This address takes voice over a WebSocket only. Use the page for speaking live.',
  },
});
