/** The one-page guides: for each role its steps, true to the pages. */
import type { Language } from './language.ts';

export const GUIDE_ROLES = ['officer', 'approver', 'hamlet-head', 'technician', 'commune-administrator'] as const;
export type GuideRole = (typeof GUIDE_ROLES)[number];

export const GUIDES: Readonly<Record<Language, Readonly<Record<GuideRole, readonly string[]>>>> = {
  vi: {
    officer: [
      'Mở Hôm nay: xem đang phát gì, sắp phát gì, mục nào cần xử lý.',
      'Mở Soạn tin: dán nội dung, nghe thử, chọn thôn, chọn giờ, bấm gửi duyệt.',
      'Mở Lịch phát: xem buổi nào trùng, ngày nào nghỉ.',
      'Mở Độ phủ sau khi phát: thôn nào chưa nghe được thì phát bù.',
      'Cần ngắt tiếng: bấm Dừng ở đầu trang. Có thiên tai: bấm Khẩn cấp và giữ 2 giây.',
    ],
    approver: [
      'Mở đường dẫn trong tin nhắn, hoặc bấm tên ở góc phải rồi chọn chờ duyệt.',
      'Nghe, đọc nội dung, xem thôn và giờ phát.',
      'Bấm duyệt, hoặc trả lại kèm lý do.',
      'Đi vắng: uỷ quyền cho người khác từ ngày đến ngày.',
      'Tin khẩn cấp đã phát trước: xem và xác nhận trong 24 giờ.',
    ],
    'hamlet-head': [
      'Mở Trực tiếp, chọn thôn, chờ tiếng chuông rồi nói vào micro.',
      'Nếu xã đang phát, lời nói sẽ chờ: trang báo giờ bắt đầu.',
      'Nói xong bấm kết thúc. Đóng máy thì cũng tự kết thúc.',
      'Được uỷ quyền thì phát được mẫu khẩn cấp đã chuẩn bị cho thôn.',
      'Loa không kêu: báo cán bộ xã.',
    ],
    technician: [
      'Mở Cụm loa: cụm cần xử lý đứng trên cùng.',
      'Bấm một cụm: xem đang phát gì, biểu đồ, lần tự kiểm tra, sự cố.',
      'Thử tiếng, khởi động lại, xem nhật ký: bấm nút và chờ thiết bị trả lời.',
      'Thay thiết bị: mở cụm, chọn thay, gõ mã trên hộp mới.',
      'Loa rú: tắt tiếng riêng cụm đó, rồi mở Sự cố để ghi lại.',
    ],
    'commune-administrator': [
      'Mở Bắt đầu: làm lần lượt từng bước, nghỉ giữa chừng được.',
      'Mời người dùng: gửi ngay đường dẫn, chỉ hiện một lần.',
      'Cài đặt → Giờ phát: giờ yên lặng chặn mọi thứ trừ tin khẩn cấp.',
      'Cài đặt → Bản đồ: nhập tệp GeoJSON ranh giới thôn.',
      'Vai trò này không phát tin; cần phát thì giao cho cán bộ soạn tin.',
    ],
  },
  en: {
    officer: [
      'Open Today: what sounds, what comes next, what needs somebody.',
      'Open Write: paste the text, hear it, choose hamlets and a time, send it for approval.',
      'Open Calendar: which sessions collide, which days are off.',
      'Open Coverage afterwards: make up for the hamlets that missed it.',
      'To silence what sounds press Stop at the top. In a disaster press Emergency and hold for 2 seconds.',
    ],
    approver: [
      'Open the link in the message, or the approvals behind the name at the top right.',
      'Listen, read, look at the hamlets and the time.',
      'Approve, or return it with a reason.',
      'When away, delegate to somebody from one day to another.',
      'An emergency that went first: look at it and confirm it within 24 hours.',
    ],
    'hamlet-head': [
      'Open Live, choose the hamlet, wait for the chime and speak.',
      'While the commune is on air the voice waits: the page tells when it starts.',
      'End it with the button. A closed lid ends it as well.',
      'Where it was delegated, a prepared emergency can be sent to the own hamlet.',
      'When a horn is silent tell the commune’s officer.',
    ],
    technician: [
      'Open Clusters: those that need somebody stand first.',
      'Open a cluster: what it plays, its charts, self-tests and incidents.',
      'Test tone, restart, log: press and wait for the device’s answer.',
      'To replace a device open its cluster and type the code on the new box.',
      'A horn that shrieks: mute that cluster, then write it down under Incidents.',
    ],
    'commune-administrator': [
      'Open Getting started and go step by step; it can be left at any time.',
      'Invite people: send the link at once, it is shown only once.',
      'Settings → Hours: quiet hours stop everything but emergencies.',
      'Settings → Map: bring in the GeoJSON of the hamlets.',
      'This role broadcasts nothing; an officer does.',
    ],
  },
};
