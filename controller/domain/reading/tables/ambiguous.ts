/**
 * Abbreviations with several readings. The first sense whose cue is met is read; without any, the one marked `usual`.
 * `after` and `before` are words that stand directly beside it, `near` anywhere close by on the line; all in small
 * letters, separated by |, with "#" for a digit.
 */

import { FROM_H_ON } from './ambiguous-from-h-on.ts';
import { FROM_L_ON } from './ambiguous-from-l-on.ts';
import { SMALL } from './ambiguous-small.ts';
import type { Senses } from './sense.ts';

export const AMBIGUOUS: Senses = {
  ...FROM_H_ON,
  ...FROM_L_ON,
  ...SMALL,
  CP: [
    { reading: 'cổ phần' },
    { reading: 'Chính phủ', after: 'của|thủ tướng|nghị định|nghị quyết|tướng', near: 'chính sách|nghị định' },
    { reading: 'cổ phiếu', after: 'đ/|#' },
  ],
  CN: [
    { reading: 'công nghiệp' },
    { reading: 'Công nguyên', after: 'trước|sau' },
    {
      reading: 'cá nhân',
      after:
        'tt, #|tt, ##|tt và #|tt và ##|tập thể, #|tập thể, ##|tập thể và #|tập thể và ##|tt,|tt và|tập thể,|tập thể và|tập thể -|thu nhập',
    },
    { reading: 'cận nghèo', after: 'hộ|nghèo,|nghèo và|nghèo -' },
    {
      reading: 'chi nhánh',
      before: 'ngân hàng|công ty|agribank|điện lực|vpđk|vpđkđđ|văn phòng đăng ký|văn phòng|nhcsxh',
      after:
        'bidv -|bidv,|agribank -|agribank,|vietinbank -|vietcombank -|ngân hàng -|mb -|ngân hàng|công ty|agribank|vietcombank|bidv|vietinbank|mb|nhcsxh|viettel|vnpt|vnpost',
    },
    {
      reading: 'Chủ nhật',
      after:
        'nghỉ|hết|cả|trừ|#h|#h##|h##|#g|#g##|#giờ|# giờ|phút|# phút|t#,|t#|t# &|thứ # &|thứ bảy &|t#-|t# -|thứ #|thứ bảy|sáng|chiều|tối|trưa|ngày|,|và|-|đến|từ|thứ bảy và|+',
      before: 'ngày|xanh|#|,|(|hàng tuần|:|hằng tuần|tuần|này|tới|hằng|hàng',
    },
    { reading: 'công nhân', after: '#|nữ|cán bộ|anh em|tuyển', before: 'lao động|viên' },
  ],
  ĐT: [
    { reading: 'điện thoại' },
    { reading: 'đường tỉnh', after: 'tuyến|đường' },
    { reading: 'đội tuyển', before: 'việt nam|bóng đá|quốc gia|nữ' },
    { reading: 'đào tạo', after: 'giáo dục và|và|gd &|gd&' },
    { reading: 'đầu tư', after: 'kế hoạch và|chủ|vốn' },
  ],
  CT: [
    { reading: 'Chủ tịch', before: 'ubnd|hđnd|ub|xã|hội|mttq|ủy ban' },
    { reading: 'công ty', before: 'tnhh|cp|cổ phần|điện lực|môi trường' },
    { reading: 'công trình', near: 'thi công|xây dựng|khởi công|nghiệm thu' },
    { reading: 'chỉ thị', before: 'số|#' },
    { reading: 'chương trình', before: 'mục tiêu|hành động|mtqg|: #h|: ##h|: #|văn nghệ|vn|lễ|khuyến mãi|hội nghị' },
  ],
  TT: [
    {
      reading: 'trung tâm',
      before:
        'y tế|văn hóa|hành chính|gdnn|gdtx|phục vụ|dịch vụ|học tập|dạy nghề|bảo trợ|khuyến nông|xã|huyện|kiểm soát|cứu hộ',
    },
    { reading: 'thông tư', before: 'số|#|liên tịch' },
    { reading: 'trưởng thôn', after: 'bầu|chức danh|bí thư,|bt,|bt và' },
    { reading: 'thành thị', after: 'nt,|nt và|nông thôn,|nông thôn và', near: 'chuẩn nghèo' },
    { reading: 'thị trấn' },
    { reading: 'truyền thanh', after: 'đài|loa|hệ thống|trạm|cụm loa', before: 'xã|cơ sở|thông minh|không dây|ip' },
    {
      reading: 'tập thể',
      before: ', cn|và cá nhân|, cá nhân|xuất sắc|lđxs',
      after: 'khen thưởng',
      near: 'giấy khen|bằng khen|biểu dương',
    },
    { reading: 'truyền thông', before: 'cđ|cộng đồng|gdsk|giáo dục sức khỏe' },
    { reading: 'tuyên truyền', after: 'công tác|văn nghệ|xe|loa|tổ chức|đẩy mạnh' },
    {
      reading: 'thường trực',
      after: 'phó chủ tịch|pct|phó bí thư|pbt|phó bt|p.bt|p.ct',
      before: 'hđnd|đảng ủy|ubmttq|đu|hội đồng|mttq',
    },
    { reading: 'thông tin', after: 'vh-|vh -|vh&|vh &|vh –|văn hóa và|văn hóa -', near: 'truyền thông|tuyên truyền' },
    { reading: 'thứ tự' },
  ],
  BB: [{ reading: 'biên bản' }, { reading: 'bệnh binh', near: 'thương binh|liệt sĩ|tb hạng|tbls|người có công' }],
  BC: [
    { reading: 'báo cáo' },
    { reading: 'bưu chính', near: 'viễn thông' },
    { reading: 'báo chí', after: 'truyền hình và' },
  ],
  BCH: [
    { reading: 'Ban Chấp hành' },
    {
      reading: 'Ban Chỉ huy',
      before: 'pctt|ptds|pccc|pcccr|chữa cháy|phòng chống|quân sự|qs|phòng|pclb|tkcn|bđbp|biên phòng|thống nhất|cứu',
    },
  ],
  BTC: [{ reading: 'Ban Tổ chức' }, { reading: 'Bộ Tài chính', near: 'thông tư|bộ tài chính|thuế' }],
  BĐ: [
    { reading: 'báo động' },
    { reading: 'bưu điện', before: 'xã|văn hóa|tỉnh|huyện' },
    { reading: 'bản đồ', after: 'tờ|số tờ|tờ số|trích lục' },
    { reading: 'bóng đá', near: 'giải|trận|thi đấu' },
  ],
  BN: [{ reading: 'bệnh nhân' }, { reading: 'Bắc Ninh', after: 'tỉnh|tp|thành phố' }],
  BS: [{ reading: 'bác sĩ' }, { reading: 'biển số', before: '#|:', near: 'xe máy|xe ô tô' }],
  BT: [
    { reading: 'Bí thư', before: 'chi bộ|đảng ủy|đoàn|đu|chi đoàn|huyện|tỉnh' },
    { reading: 'Bộ trưởng', before: 'bộ' },
    { reading: 'bê tông', near: 'đường|mặt', after: 'cột|tấm|mương|cống' },
    { reading: 'Bắc thơm', after: 'gạo|lúa|giống' },
    { reading: 'bình thường' },
  ],
  BV: [
    { reading: 'bệnh viện' },
    { reading: 'bền vững', after: 'nghèo|phát triển|giảm nghèo nhanh và' },
    {
      reading: 'bảo vệ',
      before:
        'an ninh|antq|antt|anct|môi trường|mt|rừng|tổ quốc|trẻ em|quyền|tài sản|sức khỏe|đê|công trình|chủ quyền|trật tự|dân phố|cơ quan',
      after: 'tổ|đội|nhân viên|cán bộ|lực lượng|công tác',
    },
  ],
  BTV: [
    {
      reading: 'Ban Thường vụ',
      before: 'đảng ủy|đu|tỉnh ủy|huyện ủy|thành ủy|đoàn|hội|hlhpn|mttq|ban hành|liên|công đoàn|lđlđ|xã|huyện|tỉnh',
      after: 'của|hội nghị|ý kiến|kết luận',
    },
    { reading: 'biên tập viên' },
  ],
  CA: [{ reading: 'công an' }, { reading: 'ca', before: '#' }],
  CB: [{ reading: 'cán bộ' }, { reading: 'chi bộ', after: 'bí thư|cấp ủy|bt|phó bí thư|sinh hoạt' }],
  CC: [
    {
      reading: 'công chức',
      before: 'vp|địa chính|tư pháp|văn hóa|văn phòng|lđ|xã|tài chính',
      after: 'cán bộ,|đ/c|cb,|cb|cán bộ',
    },
    { reading: 'chung cư' },
    { reading: 'căn cước', after: 'cấp|làm|thẻ|đổi|thu nhận|hồ sơ', before: 'gắn|cho|điện tử|công dân|(bản|bản' },
  ],
  CK: [
    { reading: 'cùng kỳ', after: 'so|so với|với|so sánh' },
    { reading: 'chung kết', before: '#h|##h|lúc' },
    { reading: 'chuyên khoa', before: '#|i' },
    { reading: 'chung kết', after: 'trận|vòng|đêm|bán|và|bk,', near: 'giải|bóng|bảng a|bk' },
    { reading: 'chứng khoán' },
    { reading: 'cam kết', after: 'bản|ký|giấy' },
    {
      reading: 'chuyển khoản',
      before: 'về|vào|đến|qua|theo|số',
      after: 'hình thức|phhs|đề nghị|thanh toán|nộp|hoặc|bằng|qua|tiền mặt,|tiền mặt/',
    },
  ],
  CS: [
    { reading: 'cơ sở' },
    { reading: 'cảnh sát', before: 'giao thông|khu vực|hình sự|pccc|biển|cơ động' },
    { reading: 'chính sách', after: 'gia đình|đối tượng' },
  ],
  CV: [
    { reading: 'công văn', before: 'số|#' },
    { reading: 'công việc' },
    { reading: 'chuyên viên', after: 'đ/c|đồng chí|ông|bà' },
  ],
  CĐ: [
    { reading: 'công đoàn' },
    {
      reading: 'cao đẳng',
      after: 'trường|đh,|đh/|đại học,|đại học/|đh -|đh-|và trường',
      before: 'y tế|nghề|sư phạm|kỹ thuật|việt|công nghệ',
    },
    { reading: 'công điện', before: 'số|#' },
    { reading: 'cộng đồng', after: 'sinh hoạt|học tập|tt|truyền thông|công nghệ số' },
  ],
  DA: [{ reading: 'dự án' }],
  ĐA: [{ reading: 'đề án' }],
  ĐV: [
    { reading: 'đảng viên' },
    { reading: 'đơn vị', after: 'cq,|cơ quan,|cq và|cq -|các cq,', before: 'tính|thi công|vị|trường học' },
    { reading: 'đoàn viên', near: 'chi đoàn|đoàn thanh niên|đoàn xã|công đoàn' },
  ],
  ĐB: [
    { reading: 'đại biểu' },
    { reading: 'Đảng bộ', after: 'bch|ban chấp hành|đại hội|đh|bí thư|toàn' },
    { reading: 'đồng bằng', before: 'sông|bắc bộ' },
    { reading: 'đặc biệt', after: 'giải|vé|đối tượng|trường hợp|vòng' },
  ],
  DN: [{ reading: 'doanh nghiệp' }, { reading: 'đê-en', before: '#' }, { reading: 'dạy nghề', after: 'trung tâm' }],
  DS: [
    { reading: 'dân số' },
    {
      reading: 'danh sách',
      before: 'cử tri|hộ|kèm|thí sinh|niêm yết|đính kèm|trúng|thanh niên|học sinh|các|người|đăng ký|#',
      after: 'xem|lập|niêm yết|chốt|gửi|nộp|theo|trong|duyệt|công khai|rà soát',
    },
    { reading: 'dược sĩ', before: '.' },
    { reading: 'dưỡng sinh', after: 'clb|câu lạc bộ' },
  ],
  DT: [
    { reading: 'diện tích', before: '#|:|lúa|đất' },
    { reading: 'dự toán', after: '%|vượt|quyết toán,', before: 'giao|thu|chi|ngân sách|được|năm' },
    { reading: 'dân tộc' },
    { reading: 'di tích', before: 'lịch sử|đình|chùa|đền' },
  ],
  DV: [{ reading: 'dịch vụ' }, { reading: 'diễn viên', after: 'các' }],
  GĐ: [
    { reading: 'gia đình' },
    {
      reading: 'Giám đốc',
      after: 'phó|tổng|ông|bà|ban|đ/c|đồng chí|chức danh',
      before: 'sở|công ty|bệnh viện|bv|trung tâm|tt|điện lực|ngân hàng|nhcsxh|htx|công an|ca |quỹ|agribank|trạm',
    },
  ],
  GD: [{ reading: 'giáo dục' }, { reading: 'giao dịch', after: 'điểm|phiên|phòng' }],
  GT: [
    { reading: 'giao thông' },
    { reading: 'giới tính', before: ': nam|: nữ|(nam' },
    { reading: 'giải thưởng', after: 'cơ cấu|trao|tổng' },
  ],
  GM: [{ reading: 'giấy mời' }],
};
