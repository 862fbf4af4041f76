/** Whether a slash between two numbers that could be day and month is a fraction after all. */
import type { Scan } from '../scan.ts';

const DATE_BEFORE =
  /(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|mùng|mồng|rằm|từ|đến|tới|hết|vào|trước|sau|lễ|tết|dịp|hạn|nay|qua|mai|kia|kỷ niệm|thứ \S+|chủ nhật|cn|t[2-7]|nghỉ|quốc khánh|\d(?:h|g|giờ)\d{0,2}|phút|giờ)[ ,:(]*$/u;
const FRACTION_BEFORE =
  /(?:hơn|gần|khoảng|chiếm|đạt|giảm|tăng|được|tỷ lệ|tỉ lệ|có|quá|ít nhất|tối thiểu|bằng|mất|còn|chừng|trên|dưới|hưởng|chia|lấy|uống|dùng|số nhà|ngõ|hẻm|ngách|kiệt|nhà|tờ|thửa|pha|bón|huyết áp|thị lực|mắt|xong|hoàn thành|tỷ số|tỉ số|hạng|thương binh|tật|cho|đổ|bỏ|thêm|nhất|hai|ba|lô|khối|tổ|cách|trong|với|đã|nghèo|sử|phân|chỉ|ngập|vòng|kết|24\/24,?|hoạt động|phục vụ|trực)[ :(]*$/u;
const FRACTION_AFTER =
  /^[ ]?(?:số |của |tổng |diện tích|dân số|hộ|đại biểu|phiếu|thành viên|học sinh|hs|người|nhân khẩu|khẩu|cử tri|chỉ tiêu|tiêu chí|thôn|xóm|xã|phường|ấp|tổ|khu|bản|viên|ly|muỗng|thìa|cốc|chén|bát|kg|lít|gói|ống|liều|quả|con|cây|sào|ha|mẫu|chặng|quãng|mức|giá |chi phí|lượng|nội dung|mục tiêu|cuộc|trường|công trình|điểm|chữ số|ca |trường hợp|đảng viên|đồng chí|đ\/c|dự án|quỹ|thời gian|tiền|vụ |nhà|đường|cm|m |km|công việc|khối lượng|phần|nước|lần |cụm|trạm|chi bộ|tuyến|đồng bào|phụ nữ|thành phần|bệnh nhân|huyện|tỉnh|ngõ|hẻm|ngách|kiệt|phố |cơ sở|sản phẩm|đơn vị|cửa|cống|máy|ca |đội|xe |phòng|nhóm|bước|suất|giải|mũi|liều|ý kiến|câu|môn|bài|tuần|hội viên|đoàn viên|lượt|cán bộ|gia đình|hạng mục|cầu |giếng|ao |chi hội|chi đoàn|ủy viên|đại diện|tấn|hồ |đập|chợ|trạm|lớp|vị trí|mẫu|đoạn|lô |hạng|gói|bệnh viện|doanh nghiệp|hợp tác xã|htx|câu lạc bộ|clb|cựu chiến binh|ban |ngành|lĩnh vực|loại)/u;

/** Directly behind these a date follows, whatever stands behind it. */
const SURELY_DATE =
  /(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|mùng|mồng|rằm|nay|mai|thứ \S+|chủ nhật|cn|t[2-7]|quốc khánh|kỷ niệm|\d(?:h|g|giờ)\d{0,2})[ ,:(]*$/u;

/** `at` and `to` enclose the two numbers. */
export function looksLikeFraction(scan: Scan, at: number, to: number): boolean {
  const before = scan.before(at);
  const after = scan.after(to);
  if (/^[ (]*(?:âm lịch|âl|al)(?!\p{L})/u.test(after)) return false;
  if (SURELY_DATE.test(before)) return false;
  if (FRACTION_AFTER.test(after)) return true;
  if (DATE_BEFORE.test(before)) return false;
  // round the clock, not 24 July
  if (scan.text.slice(at, to) === '24/7') return true;
  return FRACTION_BEFORE.test(before);
}
