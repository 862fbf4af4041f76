/** What is said in the month: bulletins of the usual kinds, complaints of villagers, and what the officers answer. */
export interface MonthText {
  title: string;
  category: string;
  text: string;
  /** how long it stays in the programmes */
  days: number;
}

export const NEWS = 'Thông báo';
export const FARMING = 'Nông nghiệp';
export const LIFE = 'Văn hoá – xã hội';

/** There from the first day, and valid over the whole month. */
export const STANDING: readonly MonthText[] = [
  {
    title: 'Giữ gìn vệ sinh đường làng, ngõ xóm',
    category: LIFE,
    text: 'Để đường làng, ngõ xóm luôn sạch đẹp, đề nghị các hộ gia đình quét dọn trước cổng nhà, phân loại rác và đặt rác đúng nơi quy định trước sáu giờ sáng thứ ba và thứ sáu hằng tuần.',
    days: 60,
  },
  {
    title: 'Chăm sóc rau màu vụ đông',
    category: FARMING,
    text: 'Trạm khuyến nông hướng dẫn bà con chăm sóc rau màu vụ đông. Với khoai tây và ngô, cần vun gốc, làm cỏ, giữ đủ ẩm và thăm đồng thường xuyên để phát hiện sớm sâu bệnh.',
    days: 60,
  },
  {
    title: 'Phòng chống lừa đảo qua điện thoại',
    category: NEWS,
    text: 'Công an xã đề nghị bà con cảnh giác với người lạ gọi điện tự xưng là công an, ngân hàng. Không cung cấp mã xác thực, không chuyển tiền theo yêu cầu của người lạ. Khi nghi ngờ, hãy báo ngay cho công an xã.',
    days: 60,
  },
];

/** One comes on each working day, in turn. */
export const DAILY: readonly MonthText[] = [
  {
    title: 'Lịch tiêm chủng tháng này',
    category: NEWS,
    text: 'Trạm y tế xã tổ chức tiêm chủng thường xuyên cho trẻ em từ bảy giờ ba mươi đến mười một giờ, tại trạm. Đề nghị các gia đình đưa trẻ đến đúng giờ và mang theo sổ tiêm chủng.',
    days: 3,
  },
  {
    title: 'Thu quỹ bảo hiểm y tế tự nguyện',
    category: NEWS,
    text: 'Bảo hiểm xã hội thông báo: các hộ có thẻ bảo hiểm y tế sắp hết hạn đến nhà văn hoá thôn để gia hạn. Khi đi mang theo căn cước và thẻ cũ.',
    days: 4,
  },
  {
    title: 'Đổ ải lấy nước vụ chiêm xuân',
    category: FARMING,
    text: 'Hợp tác xã dịch vụ nông nghiệp thông báo lịch lấy nước đổ ải. Đề nghị các hộ be bờ, giữ nước, nạo vét mương trước ruộng nhà mình và không tự ý mở cống.',
    days: 4,
  },
  {
    title: 'Phòng chống rét cho trâu bò',
    category: FARMING,
    text: 'Những ngày tới trời rét đậm. Đề nghị bà con che chắn chuồng trại, dự trữ rơm khô và thức ăn tinh, không thả trâu bò khi nhiệt độ dưới mười hai độ.',
    days: 5,
  },
  {
    title: 'Tổng vệ sinh cuối tuần',
    category: LIFE,
    text: 'Đoàn thanh niên phối hợp với các thôn tổ chức tổng vệ sinh. Mỗi hộ cử một người, mang theo chổi, cuốc, xẻng, tập trung tại nhà văn hoá thôn.',
    days: 3,
  },
  {
    title: 'Cấp phát gạo hỗ trợ hộ khó khăn',
    category: NEWS,
    text: 'Uỷ ban nhân dân xã cấp phát gạo hỗ trợ cho các hộ có tên trong danh sách niêm yết tại nhà văn hoá thôn. Đề nghị chủ hộ trực tiếp đến nhận và mang theo căn cước.',
    days: 2,
  },
  {
    title: 'Giải bóng chuyền mừng Đảng, mừng Xuân',
    category: LIFE,
    text: 'Giải bóng chuyền các thôn khai mạc tại sân vận động xã. Kính mời bà con đến xem và cổ vũ cho các đội.',
    days: 4,
  },
  {
    title: 'Đăng ký xe gắn máy tại xã',
    category: NEWS,
    text: 'Công an xã tiếp nhận đăng ký xe gắn máy vào sáng thứ hai, thứ tư và thứ sáu. Người đến làm thủ tục mang theo căn cước, giấy tờ mua bán và xe.',
    days: 5,
  },
  {
    title: 'Phun thuốc phòng sốt xuất huyết',
    category: NEWS,
    text: 'Trạm y tế xã phun thuốc diệt muỗi phòng sốt xuất huyết. Đề nghị các hộ đậy kín dụng cụ chứa nước, mở cửa cho đội phun thuốc và ở ngoài nhà một giờ sau khi phun.',
    days: 3,
  },
  {
    title: 'Mời họp bàn làm đường nội đồng',
    category: NEWS,
    text: 'Kính mời đại diện các hộ có ruộng tại xứ đồng phía đông về nhà văn hoá thôn họp bàn việc mở rộng đường nội đồng. Rất mong bà con đi đông đủ.',
    days: 2,
  },
];

export const STATION = {
  stationName: 'Đài truyền thanh xã Ngọc Thiện',
  greeting: 'Kính chào toàn thể nhân dân.',
  closing: 'Chương trình phát thanh đến đây là hết. Xin cảm ơn bà con đã lắng nghe.',
};

export const LOST_CHILD =
  'Tìm trẻ lạc. Cháu trai bốn tuổi, mặc áo đỏ, quần xanh, đi lạc từ chợ lúc bốn giờ chiều. Ai thấy cháu xin báo ngay cho trưởng thôn hoặc công an xã.';
export const POWER_CUT =
  'Điện lực thông báo tạm ngừng cấp điện để sửa chữa đường dây. Đề nghị các hộ chủ động tích nước và sắp xếp công việc.';
export const STORM =
  'Khẩn cấp. Mưa lớn, nước suối dâng nhanh. Các hộ ven suối di chuyển ngay người và đồ đạc lên chỗ cao, đến nhà văn hoá thôn. Không đi qua ngầm tràn.';
export const DRILL = 'Các hộ ven suối di chuyển đến nhà văn hoá thôn theo hướng dẫn của tổ xung kích.';

export const COMPLAINTS_OF_MONTH: readonly {
  day: number;
  time: string;
  pole: number;
  kind: string;
  told: string;
  answer?: string;
}[] = [
  {
    day: 2,
    time: '06:10',
    pole: 3,
    kind: 'too-early',
    told: 'Loa kêu sớm quá, nhà có cháu nhỏ.',
    answer: 'Buổi sáng sẽ giữ đúng năm giờ ba mươi và âm lượng của cụm này đã được giảm.',
  },
  {
    day: 4,
    time: '18:05',
    pole: 7,
    kind: 'too-quiet',
    told: 'Cả xóm nghe rất nhỏ.',
    answer: 'Kỹ thuật viên đã kiểm tra cụm loa, một loa bị hỏng màng và đang chờ thay.',
  },
  {
    day: 7,
    time: '11:50',
    pole: 0,
    kind: 'several-poles',
    told: 'Hai cụm cùng kêu, vọng vào nhau không nghe rõ.',
    answer: 'Hướng loa của hai cụm đã được chỉnh lại.',
  },
  {
    day: 9,
    time: '17:40',
    pole: 11,
    kind: 'nothing-heard',
    told: 'Hôm nay không nghe thấy gì.',
    answer: 'Thôn bị cắt điện theo lịch. Bản tin đã được phát bù.',
  },
  {
    day: 12,
    time: '20:30',
    pole: 5,
    kind: 'unclear',
    told: 'Loa rè, câu được câu chăng.',
    answer: 'Đầu nối dây loa bị ẩm, đã làm lại.',
  },
  {
    day: 15,
    time: '12:00',
    pole: 9,
    kind: 'repeated',
    told: 'Một bài phát đi phát lại cả tuần.',
    answer: 'Bản tin này đã hết hạn và không còn trong chương trình.',
  },
  {
    day: 19,
    time: '06:00',
    pole: 16,
    kind: 'too-loud',
    told: 'Loa chĩa thẳng vào cửa sổ.',
    answer: 'Loa đã được xoay về phía đường cái.',
  },
  { day: 23, time: '18:20', pole: 7, kind: 'too-quiet', told: 'Vẫn nghe nhỏ.' },
  {
    day: 26,
    time: '17:30',
    pole: 13,
    kind: 'nothing-heard',
    told: 'Loa im từ sáng.',
    answer: 'Thẻ SIM hết dữ liệu, đã nạp lại.',
  },
  { day: 28, time: '11:40', pole: 2, kind: 'wrong-content', told: 'Đọc sai tên nhà văn hoá thôn.' },
];
