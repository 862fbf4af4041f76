/** Why nothing is heard from an address of a relay source, for people: what is wrong, and what to do. */
import type { Words } from './codes.ts';

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
