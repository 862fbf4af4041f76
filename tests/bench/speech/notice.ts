/** Notices as communes write them, in words, of any length, no two sentences alike: a cache is of no help. */

const OPENINGS = [
  'Ủy ban nhân dân xã thông báo',
  'Kính mời toàn thể bà con',
  'Đề nghị các hộ gia đình',
  'Ban chỉ đạo phòng chống thiên tai yêu cầu',
  'Hợp tác xã dịch vụ nông nghiệp nhắc',
  'Trạm y tế xã trân trọng mời',
];
const MATTERS = [
  'kiểm tra lại bờ vùng bờ thửa, khơi thông dòng chảy trước khi mưa lớn',
  'đưa trẻ em dưới năm tuổi đến nhà văn hóa để uống vitamin',
  'thu hoạch nhanh gọn diện tích lúa đã chín theo phương châm xanh nhà hơn già đồng',
  'không đổ rác thải ra kênh mương, giữ gìn đường làng ngõ xóm sạch đẹp',
  'tham gia đóng bảo hiểm y tế hộ gia đình đúng thời hạn quy định',
  'tắt các thiết bị điện không cần thiết trong giờ cao điểm buổi tối',
];
const NUMBERS = ['một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];

const inWords = (value: number): string =>
  [...String(value)].map((digit) => NUMBERS[Number(digit) - 1] ?? 'không').join(' ');

/** About `chars` characters, whole sentences; other `series`, other sentences. */
export function noticeOf(chars: number, series: number): string {
  let text = '';
  for (let index = 0; text.length < chars; index++) {
    const opening = OPENINGS[index % OPENINGS.length];
    const matter = MATTERS[(index * 5 + series) % MATTERS.length];
    text += `${opening} thôn số ${inWords(index + 1)}, việc số ${inWords(series)}: ${matter}. `;
  }
  return text.trim();
}
