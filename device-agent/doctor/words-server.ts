/** What is said of a server that a device dials. */
import { fail, ok } from '@loa-lang/schemas/doctor/say';
import type { Words } from '@loa-lang/schemas/errors/codes';

/** The same at the broker and at the office; `name` is how the place is called. */
export const server = (name: Words) =>
  ({
    fine: ok('{host}:{port} kết nối được, đúng chứng thư', '{host}:{port} answers with the right certificate'),
    plain: ok('{host}:{port} kết nối được, không mã hoá', '{host}:{port} answers, not encrypted'),
    'no-name': fail(
      { vi: 'không tìm ra tên {host} ({detail})', en: 'the name {host} is not found ({detail})' },
      {
        vi: 'Kiểm tra mạng, SIM và DNS của thiết bị (/etc/resolv.conf); hỏi xã tên máy chủ có đổi không.',
        en: 'Check the device’s network, SIM and DNS (/etc/resolv.conf); ask the office whether the name has changed.',
      },
    ),
    refused: fail(
      { vi: '{host}:{port} ({addresses}) từ chối kết nối', en: '{host}:{port} ({addresses}) refuses the connection' },
      {
        vi: `Mạng thông nhưng ${name.vi} không chạy hoặc sai cổng: báo xã kiểm tra máy chủ (npm run doctor).`,
        en: `The network works, but ${name.en} does not run, or the port is wrong: have the controller looked at (npm run doctor).`,
      },
    ),
    silent: fail(
      { vi: '{host}:{port} ({addresses}) không trả lời', en: '{host}:{port} ({addresses}) does not answer' },
      {
        vi: 'Kiểm tra SIM còn hạn và còn dung lượng, sóng di động, tường lửa; thử địa chỉ khác xem có mạng không.',
        en: 'Check that the SIM is paid and has data left, the signal, and firewalls; see whether anything else can be reached.',
      },
    ),
    unreachable: fail(
      { vi: 'không có đường tới {host}:{port} ({detail})', en: 'there is no way to {host}:{port} ({detail})' },
      { vi: 'Kiểm tra cáp, Wi-Fi hoặc modem 4G.', en: 'Check the cable, the Wi-Fi or the 4G modem.' },
    ),
    'no-tls': fail(
      { vi: '{host}:{port} không nói TLS ({detail})', en: '{host}:{port} does not speak TLS ({detail})' },
      {
        vi: 'Có máy khác trả lời thay (cổng thu phí của nhà mạng, proxy) hoặc sai cổng. Kiểm tra SIM và địa chỉ.',
        en: 'Something else answers (a carrier’s pay page, a proxy), or the port is wrong. Check the SIM and the address.',
      },
    ),
    'turned-away': fail(
      {
        vi: '{host}:{port} không nhận chứng thư của thiết bị ({detail})',
        en: '{host}:{port} does not take this device’s certificate ({detail})',
      },
      {
        vi: 'Thiết bị có thể đã bị thu hồi hoặc chứng thư của hệ thống đã đổi: xem thiết bị trong danh sách của xã, cần thì ghi danh lại.',
        en: 'It may have been revoked, or the deployment’s authority has changed: look it up in the office, and enrol it anew if need be.',
      },
    ),
    'certificate-name': fail(
      {
        vi: '{host}:{port} đưa chứng thư mang tên khác: {subject}',
        en: '{host}:{port} shows a certificate of another name: {subject}',
      },
      {
        vi: 'Địa chỉ dẫn tới máy khác, hoặc máy chủ thiếu tên này trong DEVICE_NAME.',
        en: 'The address leads to another machine, or DEVICE_NAME of the controller lacks this name.',
      },
    ),
    'certificate-expired': fail(
      { vi: 'chứng thư của {host}:{port} hết hạn ngày {to}', en: 'the certificate of {host}:{port} expired on {to}' },
      {
        vi: 'Nếu ngày giờ của thiết bị đúng: báo xã gia hạn chứng thư. Nếu sai: sửa giờ.',
        en: 'If this device’s date is right, have the certificate renewed; if not, set the clock.',
      },
    ),
    'certificate-early': fail(
      {
        vi: 'chứng thư của {host}:{port} chỉ có hiệu lực từ {from}',
        en: 'the certificate of {host}:{port} counts from {from} on only',
      },
      {
        vi: 'Ngày giờ của thiết bị sai: lắp đồng hồ có pin hoặc sửa giờ.',
        en: 'This device’s date is wrong: fit a battery clock, or set it.',
      },
    ),
    'certificate-authority': fail(
      {
        vi: '{host}:{port} đưa chứng thư không phải của hệ thống này: {subject}, do {issuer} cấp',
        en: '{host}:{port} shows a certificate that is not of this deployment: {subject}, by {issuer}',
      },
      {
        vi: 'Có máy khác trả lời thay (cổng thu phí khi SIM hết hạn, proxy), hoặc deployment.json cũ: lấy tệp mới từ xã.',
        en: 'Something else answers (a pay page of an unpaid SIM, a proxy), or deployment.json is old: fetch it from the office again.',
      },
    ),
  }) as const;
