/** The middle of `ambiguous.ts`. */
import type { Senses } from './sense.ts';

export const FROM_H_ON: Senses = {
  HC: [{ reading: 'hành chính' }, { reading: 'huy chương', before: 'vàng|bạc|đồng' }],
  HCV: [{ reading: 'huy chương vàng' }],
  HD: [{ reading: 'hướng dẫn' }],
  HĐ: [
    { reading: 'hợp đồng' },
    { reading: 'hội đồng', before: 'bầu cử|nvqs|nghĩa vụ|gpmb|bồi thường|thi đua|xét|tuyển|quản trị|nhân dân|đăng ký' },
    { reading: 'hoạt động', after: 'các|tổ chức' },
    { reading: 'hóa đơn', before: 'tiền|điện tử|điện|bán hàng|từ', near: 'khuyến mãi|khuyến mại|giảm giá|mua hàng' },
  ],
  HK: [
    { reading: 'học kỳ', before: '#|i' },
    { reading: 'hộ khẩu', after: 'sổ|đăng ký|tách|nhập|cắt|chuyển|xóa' },
  ],
  HL: [
    { reading: 'hạ lưu' },
    { reading: 'hát-lờ', after: 'tải trọng|hoạt tải' },
    { reading: 'huấn luyện', before: 'dân quân|dq|dự bị|quân sự|viên' },
  ],
  HN: [
    { reading: 'Hà Nội' },
    {
      reading: 'hội nghị',
      after: 'triệu tập|tổ chức|dự|khai mạc|giấy mời|mời|tại|phục vụ',
      before:
        'bch|cán bộ|sơ kết|tổng kết|tiếp xúc|trực tuyến|lần|triển khai|thường|hiệp thương|đối thoại|cử tri|chuyên đề',
    },
  ],
  HS: [
    { reading: 'học sinh' },
    {
      reading: 'học sinh',
      before: 'nhà trẻ|lớp|khối|trường|thcs|thpt|tiểu học|mầm non|giỏi|nghèo|khuyết tật|bán trú|đi |vi phạm',
    },
    { reading: 'hồ sơ', after: 'bộ|nộp|trả|tiếp nhận|giải quyết', before: 'gồm|địa chính|đất|thủ tục' },
  ],
  HV: [{ reading: 'hội viên' }, { reading: 'học viên', near: 'lớp|tập huấn|khóa|đào tạo|trường' }],
  HU: [{ reading: 'Huyện ủy' }],
  KH: [
    { reading: 'kế hoạch' },
    { reading: 'khách hàng', after: 'quý|các|hộ|mã|tên', before: 'sử dụng|dùng|thông cảm' },
    { reading: 'khoa học' },
  ],
  KK: [{ reading: 'khuyến khích' }, { reading: 'kê khai' }],
  KL: [{ reading: 'kết luận' }, { reading: 'khối lượng' }],
  KQ: [{ reading: 'kết quả' }],
  KP: [{ reading: 'khu phố' }, { reading: 'kinh phí' }],
  KT: [
    { reading: 'kinh tế' },
    { reading: 'kế toán', after: 'đ/c|đồng chí|cô|anh|chị|bà|ông', before: 'htx|trưởng|thôn|trường' },
    { reading: 'kiến thức', after: 'bồi dưỡng|phổ biến|cập nhật|bd', before: 'qp|quốc phòng|pháp luật|an ninh' },
    { reading: 'kỹ thuật', after: 'tập huấn|chuyển giao|cán bộ|hướng dẫn|tiến bộ', before: 'trồng|nuôi|chăm sóc|viên' },
    { reading: 'kiểm tra', before: 'công trình|hiện trường|thực tế|thực địa|tiến độ|việc|công tác' },
  ],
  KV: [{ reading: 'khu vực' }],
};
