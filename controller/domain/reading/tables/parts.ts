/** What may stand behind two numbers with a slash that are no date; alternatives of regular expressions, small letters. */

/** What parts are taken of, and hardly ever the first word of a sentence: "hôm nay 3/4 số hộ đã nộp" is no date. */
export const SURELY_PARTED =
  'số|tổng|diện tích|dân số|chiều (?:dài|rộng|cao|sâu)|khối lượng|công việc|kinh phí|giá|giá trị|lượng|thời gian|số tiền|tiền|mức|học phí|chi phí|lệ phí|sản lượng|năng suất|công suất|dung tích|thu nhập|quãng|chặng|quân số|vốn|nguồn vốn|thành phần|khẩu phần|doanh thu|trữ lượng|bề (?:dài|rộng|mặt)|thể tích';

/** What parts are taken of as well, unless a word before says that a date ends here. */
export const PARTED =
  'của|tháng(?! \\d| này| sau)|năm(?! ?\\d| nay| sau| tới| ngoái| trước| này| (?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý) )|giờ|thế kỷ|buổi|quỹ|cốc|ly|chén|bát|viên|thìa|muỗng|gói|ống|liều|quả|con|cây|sào|ha|mẫu|kg|lít|tấn|cm|m|km|bao|ngôi nhà|nhà|mái|thân|ruộng|mặt|nhiệm kỳ|lực lượng|phần|nguồn|đường|nước|bước|suất|đoạn|ca|vụ|lần|tuần|câu|môn|bài|chữ số|cuộc|đồng bào|phụ nữ|cựu chiến binh|khẩu|nhân khẩu|viện trợ|ngõ|hẻm|ngách|kiệt|phố|loại|gói|hạng|giải|lượt';

/** What is counted whole: "12/12 thôn" is said with "trên". */
export const COUNTED =
  'hộ|ngày|đv|hv|đb|gv|th|đại biểu|phiếu|thành viên|học sinh|hs|cử tri|chỉ tiêu|tiêu chí|thôn|xóm|xã|phường|ấp|tổ|khu|bản|nội dung|mục tiêu|trường|công trình|điểm|đảng viên|đồng chí|đ\\/c|dự án|cụm|trạm|chi bộ|tuyến|người|giờ|h(?!\\p{L})|bệnh nhân|cơ sở|huyện|tỉnh|đơn vị|cửa|cống|máy|đội|xe|phòng|nhóm|mũi|ý kiến|hội viên|đoàn viên|giếng|ao|cầu|chi hội|chi đoàn|ủy viên|đại diện|hồ|đập|chợ|lớp|vị trí|mẫu|lô|bệnh viện|doanh nghiệp|hợp tác xã|htx|câu lạc bộ|clb|ban|ngành|hạng mục|sản phẩm|lĩnh vực|đoàn|tàu|cán bộ|giáo viên|gia đình|bị can|bị cáo|đối tượng|vụ|đơn|nhiệm vụ|cá nhân|tập thể|thủ tục|xét nghiệm|ca';

/** Of these there are too many for a count of two, three or four: "2/3 đại biểu" is a part. */
export const NUMEROUS =
  'đại biểu|cử tri|hộ|phiếu|học sinh|hs|người|đảng viên|hội viên|đoàn viên|thành viên|ủy viên|cán bộ|giờ';
