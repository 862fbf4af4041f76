/** The one-page guides: for each role its steps, true to the pages. Parts are printed in the order given here. */
import type { Language } from './language.ts';

export const GUIDE_ROLES = ['officer', 'approver', 'hamlet-head', 'technician', 'commune-administrator'] as const;
export type GuideRole = (typeof GUIDE_ROLES)[number];

/** A part of a guide: in order, what is done; `keys` are keys to press and what they do. */
export interface GuidePart {
  title: string;
  steps?: readonly string[];
  keys?: readonly (readonly [string, string])[];
}

export const GUIDES: Readonly<Record<Language, Readonly<Record<GuideRole, readonly GuidePart[]>>>> = {
  vi: {
    officer: [
      {
        title: 'Mỗi sáng',
        steps: [
          'Mở Hôm nay: xem đang phát gì, sắp phát gì, bao nhiêu cụm loa sẵn sàng.',
          'Đọc phần cần xử lý: tin bị trả lại, lượt phát lỡ, tin khẩn cấp chưa giải trình.',
          'Lượt phát lỡ: giữ Phát bù 2 giây; chỉ những cụm đã lỡ phát lại.',
        ],
      },
      {
        title: 'Soạn một bản tin',
        steps: [
          'Mở Soạn tin, dán nội dung, hoặc ghi âm, hoặc tải tệp lên.',
          'Xem phần “Sẽ đọc là”: chữ gạch chân đọc khác cách viết, bấm vào để sửa. Bấm nghe thử.',
          'Chọn nơi phát; số hộ hiện ngay bên cạnh.',
          'Chọn phát ngay, một lần hay nhiều lần. Trùng giờ thì trang nói rõ tin nào bị lấn.',
          'Bấm Gửi duyệt. Bản nháp tự lưu trên máy, mất mạng cũng không mất.',
        ],
      },
      {
        title: 'Sau khi phát',
        steps: [
          'Mở Độ phủ: thôn nào, bao nhiêu hộ đã nghe được; nơi thiếu có ghi vì sao.',
          'Cuối tháng mở Nhật ký: tải PDF hoặc XLSX rồi khoá sổ.',
        ],
      },
      {
        title: 'Khi gấp',
        steps: [
          'Ngắt tiếng đang phát: bấm Dừng ở đầu trang.',
          'Thiên tai, cháy, dịch: bấm Khẩn cấp, chọn tin soạn sẵn, giữ nút 2 giây.',
          'Thôn chưa nghe được hiện tên và số điện thoại trưởng thôn: bấm để gọi.',
        ],
      },
      {
        title: 'Phím tắt',
        keys: [
          ['Ctrl + Enter', 'gửi bản tin đang soạn'],
          ['Ctrl + S', 'lưu bản nháp'],
          ['← →', 'chuyển tuần trong Lịch phát; T về hôm nay'],
        ],
      },
    ],
    approver: [
      {
        title: 'Duyệt một bản tin',
        steps: [
          'Bấm đường dẫn trong tin nhắn; trên máy tính thì mở Chờ duyệt.',
          'Nghe, đọc nội dung, xem thôn, giờ phát và số hộ.',
          'Bấm duyệt. Chưa được thì bấm Trả lại và ghi lý do; người soạn đọc đúng lời ấy.',
        ],
      },
      {
        title: 'Khi đi vắng',
        steps: [
          'Mở Chờ duyệt, chọn uỷ quyền: cho ai, từ ngày nào đến ngày nào.',
          'Người được uỷ quyền nhận đường dẫn thay; nhật ký ghi rõ ai đã duyệt thay ai.',
        ],
      },
      {
        title: 'Khi gấp',
        steps: [
          'Ngắt tiếng đang phát: bấm Dừng ở đầu trang, trên điện thoại cũng vậy.',
          'Tin khẩn cấp phát trước, duyệt sau: xem và giải trình trong 24 giờ.',
          'Loa hú hoặc cần giữ im: Dừng, rồi Khoá im lặng. Mọi tiếng im cho đến khi gỡ khoá.',
        ],
      },
    ],
    'hamlet-head': [
      {
        title: 'Nói trực tiếp với thôn',
        steps: [
          'Mở Trực tiếp trên điện thoại, chọn thôn, bấm phát trực tiếp bằng micrô.',
          'Chờ hết tiếng chuông rồi mới nói. Để điện thoại cách miệng một gang tay.',
          'Xã đang phát thì lời nói chờ: trang báo giờ bắt đầu.',
          'Nói xong bấm kết thúc. Tắt máy giữa chừng thì loa cũng tự dừng.',
        ],
      },
      {
        title: 'Khi gấp',
        steps: [
          'Được uỷ quyền thì bấm Khẩn cấp, chọn tin soạn sẵn cho thôn, giữ nút 2 giây.',
          'Xã gọi vì thôn chưa nghe được tin khẩn cấp: báo cho các xóm bằng cách khác.',
        ],
      },
      {
        title: 'Khi loa hỏng',
        steps: [
          'Quét mã trên cột loa bằng điện thoại, chọn việc gặp phải rồi gửi; không cần tài khoản.',
          'Giữ lại đường dẫn hiện ra: trả lời của kỹ thuật viên nằm ở đó.',
        ],
      },
    ],
    technician: [
      {
        title: 'Mỗi sáng',
        steps: [
          'Mở Cụm loa: cụm cần xử lý đứng trên cùng, kèm lý do.',
          'Mở Sự cố: nhận việc, in danh sách đi sửa có toạ độ và đồ cần mang theo.',
        ],
      },
      {
        title: 'Xem và thử một cụm',
        steps: [
          'Bấm một cụm: xem lẽ ra phát gì, đang phát gì, biểu đồ, lần tự đo, sự cố.',
          'Thử kết nối, phát tiếng thử, tự đo, đọc nhật ký máy: bấm và chờ thiết bị trả lời ngay trên trang.',
          'Lệnh bị từ chối vì đang phát: chờ, hoặc ghi lý do rồi vẫn làm.',
        ],
      },
      {
        title: 'Thay thiết bị',
        steps: [
          'Mở cụm, chọn thay thiết bị, quét hoặc gõ mã trên hộp mới.',
          'Thiết bị mới tự lấy lịch và âm thanh. Phát tiếng thử, rồi ghi số máy, số SIM vào hồ sơ.',
        ],
      },
      {
        title: 'Khi loa hú hoặc phải lên cột',
        steps: [
          'Khoá im lặng riêng cụm đó; chỉ gỡ khi đã xuống khỏi cột.',
          'Sửa xong ghi vào sự cố: hỏng gì, đã làm gì. Trả lời phản ánh của người dân.',
        ],
      },
      {
        title: 'Phím tắt trong Cụm loa',
        keys: [
          ['/', 'tìm cụm, gõ không dấu cũng được'],
          ['↑ ↓', 'chọn cụm; Enter để mở'],
        ],
      },
    ],
    'commune-administrator': [
      {
        title: 'Lần đầu',
        steps: [
          'Mở Bắt đầu và làm lần lượt: đài và lời chào, giờ phát, thôn, cụm loa, người dùng, thiết bị.',
          'Nghỉ giữa chừng được: mở lại thì làm tiếp đúng chỗ đang dở.',
          'Cuối cùng phát tiếng thử và bản tin đầu tiên; xem cụm nào đã phát.',
        ],
      },
      {
        title: 'Người dùng',
        steps: [
          'Cài đặt → Người dùng: mời từng người với đúng vai trò. Đường dẫn chỉ hiện một lần, gửi ngay.',
          'Ai nghỉ việc thì khoá tài khoản trong ngày; việc đã làm vẫn còn trong nhật ký.',
          'Mất điện thoại xác thực: đặt lại cho người ấy ở cùng trang.',
        ],
      },
      {
        title: 'Giữ cho đúng',
        steps: [
          'Giờ yên lặng chặn mọi tiếng, trừ tin khẩn cấp.',
          'Ngày nghỉ, nhóm cụm loa, lời chào, kênh báo sự cố đều ở Cài đặt.',
          'Mở trang tình trạng máy chủ mỗi tuần: ổ đĩa, đồng hồ, sao lưu.',
          'Vai trò này không phát tin; cần phát thì giao cho cán bộ soạn tin.',
        ],
      },
    ],
  },
  en: {
    officer: [
      {
        title: 'Every morning',
        steps: [
          'Open Today: what sounds, what comes next, how many clusters are ready.',
          'Read what needs somebody: returned bulletins, missed broadcasts, emergencies without a reason.',
          'For a missed broadcast hold the make-up button for 2 seconds; only what missed it plays again.',
        ],
      },
      {
        title: 'Write a bulletin',
        steps: [
          'Open Write and paste the text, or record, or upload a file.',
          'Look at how it will be read: underlined words are read otherwise than written, press to correct. Listen.',
          'Choose where; the households are counted beside it.',
          'Choose now, once or repeatedly. Where times collide the page says which bulletin yields.',
          'Send it for approval. The draft is kept on this computer, also without a network.',
        ],
      },
      {
        title: 'Afterwards',
        steps: [
          'Open Coverage: which hamlets and households were reached, and why others were not.',
          'At the end of the month open Log: download PDF or XLSX, then close the month.',
        ],
      },
      {
        title: 'When it is urgent',
        steps: [
          'To silence what sounds press Stop at the top.',
          'In a disaster press Emergency, choose a prepared text, hold the button for 2 seconds.',
          'Hamlets not reached show their head’s name and number: press to call.',
        ],
      },
      {
        title: 'Keys',
        keys: [
          ['Ctrl + Enter', 'sends the bulletin'],
          ['Ctrl + S', 'keeps the draft'],
          ['← →', 'moves the week in Schedule; T for today'],
        ],
      },
    ],
    approver: [
      {
        title: 'Approve a bulletin',
        steps: [
          'Open the link in the message; on a computer open Approvals.',
          'Listen, read, look at hamlets, time and households.',
          'Approve. Otherwise return it with a reason; whoever wrote it reads these words.',
        ],
      },
      {
        title: 'When away',
        steps: [
          'Open Approvals and delegate: to whom, from which day to which.',
          'The delegate gets the links; the log says who approved in whose place.',
        ],
      },
      {
        title: 'When it is urgent',
        steps: [
          'To silence what sounds press Stop at the top, on a telephone as well.',
          'An emergency goes first and is justified within 24 hours: look at it and give the reason.',
          'Where horns must stay silent: Stop, then the silence lock. It holds until it is lifted.',
        ],
      },
    ],
    'hamlet-head': [
      {
        title: 'Speak to the hamlet',
        steps: [
          'Open Live on a telephone, choose the hamlet, open the microphone.',
          'Wait for the end of the chime, then speak. Keep the telephone a hand away.',
          'While the commune is on air the voice waits: the page tells when it starts.',
          'End it with the button. A telephone that is switched off ends it as well.',
        ],
      },
      {
        title: 'When it is urgent',
        steps: [
          'Where it was delegated press Emergency, choose the prepared text, hold the button for 2 seconds.',
          'When the commune calls because the hamlet was not reached, tell people in another way.',
        ],
      },
      {
        title: 'When a horn is broken',
        steps: [
          'Scan the code on the pole, choose what is wrong and send; no account is needed.',
          'Keep the address that appears: the technician’s answer will be there.',
        ],
      },
    ],
    technician: [
      {
        title: 'Every morning',
        steps: [
          'Open Clusters: those that need somebody stand first, with the reason.',
          'Open Incidents: take them on, print the visit list with places and what to bring.',
        ],
      },
      {
        title: 'Look at a cluster and try it',
        steps: [
          'Open a cluster: what it should play, what it plays, charts, self-tests, incidents.',
          'Try the connection, test tone, self-test, log: press and wait for the answer on the page.',
          'An order refused because something is on air: wait, or give a reason and do it all the same.',
        ],
      },
      {
        title: 'Replace a device',
        steps: [
          'Open the cluster, choose to replace its device, scan or type the code on the new box.',
          'The new device fetches its plan and audio. Play a test tone, then write down serial and SIM numbers.',
        ],
      },
      {
        title: 'When a horn shrieks, or before climbing',
        steps: [
          'Set the silence lock for this cluster; lift it only from the ground.',
          'Afterwards write into the incident what was broken and what was done. Answer complaints.',
        ],
      },
      {
        title: 'Keys in Clusters',
        keys: [
          ['/', 'searches, also without diacritics'],
          ['↑ ↓', 'chooses; Enter opens'],
        ],
      },
    ],
    'commune-administrator': [
      {
        title: 'The first time',
        steps: [
          'Open Getting started and go step by step: station and greetings, hours, hamlets, clusters, people, devices.',
          'It can be left at any time and goes on where it was left.',
          'At the end play a test tone and the first broadcast; see which clusters played it.',
        ],
      },
      {
        title: 'People',
        steps: [
          'Settings → People: invite each with the right role. The link is shown once; send it at once.',
          'Whoever leaves is locked the same day; what was done stays in the log.',
          'A lost second factor is reset on the same page.',
        ],
      },
      {
        title: 'Keep it right',
        steps: [
          'Quiet hours stop everything but emergencies.',
          'Days off, groups, greetings and who is told of incidents are under Settings.',
          'Look at the server’s page every week: disk, clock, backup.',
          'This role broadcasts nothing; an officer does.',
        ],
      },
    ],
  },
};
