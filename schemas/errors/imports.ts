/** Faults of an imported table, file or row. */
import { errorRows } from './error-row.ts';

export const IMPORT_ERRORS = errorRows({
  'import-unreadable': {
    status: 422,
    vi: 'Không đọc được bảng. Chưa có gì được nhập. Lưu lại ở dạng XLSX hoặc CSV (UTF-8) rồi gửi lại.',
    en: 'The table cannot be read. Nothing was imported. Save it as XLSX or CSV (UTF-8) and send it again.',
  },
  'import-empty': {
    status: 422,
    vi: 'Bảng không có dòng nào. Chưa có gì được nhập.',
    en: 'The table has no rows. Nothing was imported.',
  },
  'import-too-many-rows': {
    status: 422,
    vi: 'Bảng có hơn {limit} dòng. Chưa có gì được nhập. Chia thành nhiều tệp.',
    en: 'The table has more than {limit} rows. Nothing was imported. Divide it into several files.',
  },
  'import-column-missing': {
    status: 422,
    vi: 'Thiếu cột "{column}". Thêm cột này vào dòng tiêu đề.',
    en: 'The column "{column}" is missing. Add it to the heading row.',
  },
  'import-column-twice': {
    status: 422,
    vi: 'Có hai cột "{column}". Bỏ bớt một cột.',
    en: 'There are two columns "{column}". Remove one.',
  },
  'import-value-missing': {
    status: 422,
    vi: 'Ô "{column}" để trống. Điền vào ô này.',
    en: 'The cell "{column}" is empty. Fill it in.',
  },
  'import-value-wrong': {
    status: 422,
    vi: 'Giá trị "{value}" ở cột "{column}" không đúng. {hint}',
    en: 'The value "{value}" in column "{column}" is not valid. {hint}',
  },
  'import-duplicate': {
    status: 422,
    vi: '"{value}" đã có ở dòng {otherRow}. Giữ lại một dòng.',
    en: '"{value}" is already in row {otherRow}. Keep one of them.',
  },
  'import-hamlet-unknown': {
    status: 422,
    vi: 'Xã chưa có thôn "{value}". Nhập danh sách thôn trước, hoặc sửa tên.',
    en: 'The commune has no hamlet "{value}". Import the hamlets first, or correct the name.',
  },
  'import-more-than-hamlet': {
    status: 422,
    vi: 'Số hộ phục vụ ({value}) lớn hơn số hộ của thôn ({limit}). Sửa lại một trong hai số.',
    en: 'More households are served ({value}) than the hamlet has ({limit}). Correct one of the numbers.',
  },
});
