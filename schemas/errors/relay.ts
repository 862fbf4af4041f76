/** Errors and words about relay sources. */
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
  'relay-source-failing': {
    status: 200,
    vi: 'Không nghe được nguồn "{name}" của phần tiếp âm "{title}" khi thử lần gần nhất. {why}',
    en: 'The source "{name}" of the relay "{title}" could not be heard when it was tried last. {why}',
  },
  'relay-source-disabled': {
    status: 200,
    vi: 'Nguồn "{name}" của phần tiếp âm "{title}" đang tắt hoặc đã bị bỏ: phần này sẽ không phát, mục sau phát ngay. Bật lại nguồn hoặc chọn nguồn khác.',
    en: 'The source "{name}" of the relay part "{title}" is switched off, or was removed: it will not air, and what follows airs at once. Switch it on, or choose another one.',
  },
});
