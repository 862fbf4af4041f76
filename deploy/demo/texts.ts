/** Sentences of the demonstration, Vietnamese first. */
export const DEFAULT_TEXT =
  'Ủy ban nhân dân xã thông báo. Sáng thứ bảy, từ bảy giờ đến mười một giờ, trạm y tế xã tiêm phòng sởi cho trẻ em ' +
  'từ sáu tháng đến mười tuổi. Đề nghị bà con đưa các cháu đến đúng giờ, mang theo sổ tiêm chủng. Xin cảm ơn.';
export const TEXT_TITLE = 'Lịch tiêm phòng';
export const FILE_TITLE = 'Nhạc hiệu';

export const texts = {
  starting: 'Đang khởi động bộ điều khiển (PostgreSQL và MQTT đi kèm) …',
  month: 'Đang tạo một tháng hoạt động của xã (chỉ lần đầu) …',
  day: (day: number, of: number) => `Một tháng hoạt động: ngày ${day}/${of} …`,
  monthDone: (seconds: number) => `Đã có một tháng hoạt động (${seconds} giây).`,
  monthFailed: 'Không tạo được tháng hoạt động / the month could not be lived:',
  console: (url: string) =>
    `\nMở bảng điều khiển: ${url}\n  (chọn người để đăng nhập; địa chỉ này chỉ dùng trên máy này)`,
  area: (hamlets: number, clusters: number, households: number) =>
    `Địa bàn: ${hamlets} thôn, ${clusters} cụm loa, ${households} hộ.`,
  agents: (online: number, offline: string[]) =>
    offline.length === 0 ? `Đang bật ${online} cụm loa …` : `Đang bật ${online} cụm loa; tắt: ${offline.join(', ')} …`,
  bulletin: (title: string) => `Đang làm bản tin “${title}” …`,
  bulletinReady: (title: string, seconds: number, kilobytes: number) =>
    `Bản tin “${title}”: ${seconds} giây, ${kilobytes} kB.`,
  planned: (start: string) =>
    `Lượt phát đã lên lịch, muộn nhất lúc ${start.slice(11, 19)}; sớm hơn khi âm thanh đã tới đủ.`,
  notSent: 'Lịch đã lưu nhưng chưa gửi được tới các cụm; sẽ gửi lại ngay khi nối được.',
  stays: (url: string, out: string) =>
    `\nTiếp theo:\n  Nói trực tiếp: ${new URL('/live', url)}\n  API và tài liệu: ${url}/openapi.json\n  Tệp WAV mà từng cụm đã phát: ${out}\n  Ctrl-C để dừng tất cả.`,
  leftover: 'còn lại từ lần chạy trước',
  stopping: '\nĐang dừng …',
  controllerFailed: 'Bộ điều khiển không chạy được / the controller did not start:',
  agentsFailed: 'Các cụm loa không chạy được / the agents did not start:',
  bulletinFailed: (title: string, why: string) =>
    `Không làm được bản tin “${title}” / the bulletin could not be made:\n${why}`,
  slow: (what: string) => `Quá lâu không thấy: ${what} / took too long: ${what}`,
  portInUse: (port: number, option: string) =>
    `Cổng ${port} đang có chương trình khác dùng; chọn cổng khác bằng ${option} N.\n` +
    `Port ${port} is in use by another program; choose another one with ${option} N.`,
};

/** The page on which somebody is chosen. */
export const doorTexts = {
  title: 'Loa Làng – bản trình diễn',
  lead: 'Chọn người để vào bảng điều khiển. Choose whom to sign in as.',
  roles: {
    officer: 'Cán bộ văn hoá – xã hội: soạn tin, lịch phát / officer',
    approver: 'Lãnh đạo UBND: duyệt tin / approver',
    technician: 'Kỹ thuật: cụm loa, sự cố / technician',
    'province-administrator': 'Quản trị: tài khoản, cài đặt / administrator',
  } as Readonly<Record<string, string>>,
};
