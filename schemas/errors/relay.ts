/** Errors and words about relay sources. */
import type { Words } from './codes.ts';
import { errorRows } from './error-row.ts';

export const RELAY_ERRORS = errorRows({
  'relay-source-unknown': {
    status: 404,
    vi: 'Không có nguồn tiếp âm này, hoặc đã bị bỏ. Mở lại danh sách nguồn.',
    en: 'There is no such relay source, or it was removed. Open the list of sources again.',
  },
  'relay-address-invalid': {
    status: 422,
    vi: '"{address}" không phải địa chỉ nguồn tiếp âm. Chưa lưu gì. Nhập địa chỉ đầy đủ bắt đầu bằng http:// hoặc https://, không kèm tên và mật khẩu.',
    en: '"{address}" is no address of a relay source. Nothing was saved. Give a whole address that begins with http:// or https://, without a name and a password in it.',
  },
  'relay-source-missing': {
    status: 422,
    vi: 'Phần tiếp âm "{title}" dùng một nguồn không có ở đây hoặc đã bị bỏ. Chưa lưu gì. Chọn nguồn khác.',
    en: 'The relay part "{title}" names a source that is not there, or was removed. Nothing was saved. Choose another one.',
  },
  'relay-source-disabled': {
    status: 422,
    vi: 'Nguồn "{name}" của phần tiếp âm "{title}" đang tắt. Chưa lưu gì. Bật lại nguồn hoặc chọn nguồn khác.',
    en: 'The source "{name}" of the relay part "{title}" is switched off. Nothing was saved. Switch it on, or choose another one.',
  },
});

/** Why nothing is heard from an address, for people: what is wrong, and what to do. */
export const SOURCE_FAULT_WORDS = {
  'refused-address': {
    vi: 'Địa chỉ nằm trong mạng nội bộ nên không được phép lấy tiếng. Nếu đúng là nguồn của mình, nhờ người quản trị thêm vào RELAY_ALLOWED_ADDRESSES.',
    en: 'The address lies in an inner network and may not be pulled from. If it is a source of your own, ask the administrator to add it to RELAY_ALLOWED_ADDRESSES.',
  },
  'unknown-host': {
    vi: 'Không tìm thấy máy chủ này. Kiểm tra chính tả của địa chỉ và kết nối Internet.',
    en: 'There is no such server. Check the spelling of the address, and the Internet connection.',
  },
  unreachable: {
    vi: 'Máy chủ không trả lời. Thử lại sau, hoặc dùng địa chỉ dự phòng.',
    en: 'The server does not answer. Try again later, or use an alternate address.',
  },
  'bad-address': {
    vi: 'Địa chỉ không dẫn tới nguồn tiếng: sai dạng hoặc chuyển hướng quá nhiều lần.',
    en: 'The address leads to no source: it is malformed, or redirects too often.',
  },
  'not-trusted': {
    vi: 'Chứng thư của máy chủ không hợp lệ. Dùng địa chỉ khác, hoặc báo cho đài.',
    en: 'The certificate of the server does not hold. Use another address, or tell the station.',
  },
  refused: {
    vi: 'Máy chủ từ chối hoặc không có kênh này. Kiểm tra lại địa chỉ với đài.',
    en: 'The server refuses, or has no such channel. Check the address with the station.',
  },
  html: {
    vi: 'Địa chỉ mở ra một trang web, không phải luồng âm thanh. Tìm địa chỉ luồng của trang đó.',
    en: 'The address opens a page, not a stream of sound. Find the address of the stream behind that page.',
  },
  'empty-list': {
    vi: 'Danh sách phát không có địa chỉ nào dùng được.',
    en: 'The playlist holds no address that can be used.',
  },
  'no-sound': {
    vi: 'Có dữ liệu nhưng không phải âm thanh đọc được.',
    en: 'Something comes, and it is no sound that can be read.',
  },
  stalled: {
    vi: 'Đã kết nối nhưng không có tiếng gửi tới.',
    en: 'There is a connection, and no sound comes over it.',
  },
  ended: {
    vi: 'Nguồn đã ngắt.',
    en: 'The source has ended.',
  },
  silent: {
    vi: 'Có kết nối nhưng không nghe thấy gì: nguồn đang im lặng.',
    en: 'There is a connection, and nothing can be heard: the source is silent.',
  },
} as const satisfies Record<string, Words>;
