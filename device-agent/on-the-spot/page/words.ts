/** All that people read on the device's page, in both languages. */
import type { SpotProblem } from '../spot-refusal.ts';

interface Words {
  title: string;
  lead: string;
  code: string;
  codeHint: string;
  enter: string;
  checking: string;
  leave: string;
  otherLanguage: string;
  hello: string;
  online: string;
  offline: string;
  prepared: string;
  holdHint: string;
  hold: string;
  holding: string;
  nothingPrepared: string;
  notReady: string;
  emergency: string;
  /** `{time}` stands for a length */
  lasts: string;
  minutes: string;
  seconds: string;
  microphone: string;
  microphoneHint: string;
  microphoneStart: string;
  hearing: string;
  starting: string;
  waiting: string;
  sounding: string;
  left: string;
  stop: string;
  stopped: string;
  journaled: string;
  unreachable: string;
  retryIn: string;
  problems: Record<SpotProblem, string>;
}

const vi: Words = {
  title: 'Phát tại chỗ',
  lead: 'Nhập mã trên thẻ do xã cấp để phát qua cụm loa này.',
  code: 'Mã trên thẻ (15 chữ số)',
  codeHint: 'Năm nhóm, mỗi nhóm ba chữ số. Gõ liền cũng được.',
  enter: 'Tiếp tục',
  checking: 'Đang kiểm tra mã …',
  leave: 'Thoát',
  otherLanguage: 'English',
  hello: 'Người dùng thẻ',
  online: 'Đang có kết nối với xã.',
  offline: 'Không có kết nối với xã. Loa vẫn phát được; xã sẽ nhận báo cáo khi có mạng.',
  prepared: 'Bản tin soạn sẵn',
  holdHint: 'Giữ nút trong 2 giây để phát. Tin khẩn cấp ngắt chương trình đang phát.',
  hold: 'Giữ 2 giây để phát',
  holding: 'Tiếp tục giữ …',
  nothingPrepared: 'Cụm loa này chưa có bản tin soạn sẵn nào.',
  notReady: 'Chưa có âm thanh trên máy',
  emergency: 'Khẩn cấp',
  lasts: 'dài {time}',
  minutes: 'phút',
  seconds: 'giây',
  microphone: 'Micro cắm vào cụm loa (AUX)',
  microphoneHint: 'Cắm micro hoặc bàn trộn vào ngõ AUX rồi bật. Tối đa 15 phút mỗi lần.',
  microphoneStart: 'Giữ 2 giây để mở micro',
  hearing: 'Mức tiếng vào micro',
  starting: 'Sắp phát …',
  waiting: 'Đang chờ nội dung của xã phát xong',
  sounding: 'Đang phát',
  left: 'còn {time}',
  stop: 'Dừng phát',
  stopped: 'Đã dừng.',
  journaled: 'Mỗi lần phát đều được ghi lại trên máy và báo về xã.',
  unreachable: 'Không liên lạc được với cụm loa. Hãy kiểm tra Wi-Fi hoặc dây mạng.',
  retryIn: 'Thử lại sau {time}.',
  problems: {
    'code-malformed': 'Mã chưa đúng: thiếu hoặc nhầm một chữ số. Hãy so lại với thẻ.',
    'code-wrong': 'Không có thẻ nào mang mã này ở cụm loa này.',
    'code-wait': 'Đã nhập sai nhiều lần, cần chờ.',
    'card-not-yet': 'Thẻ chưa đến ngày có hiệu lực, hoặc máy chưa từng biết ngày giờ.',
    'card-over': 'Thẻ đã hết hạn. Hãy xin xã cấp thẻ mới.',
    'session-over': 'Phiên đã kết thúc hoặc thẻ đã bị thu hồi. Hãy nhập lại mã.',
    'not-allowed': 'Thẻ này không được phép làm việc đó.',
    'template-unknown': 'Bản tin này không còn nữa.',
    'no-audio': 'Âm thanh của bản tin này chưa có trên máy.',
    'too-long': 'Bản tin dài quá 15 phút.',
    'too-often': 'Đã phát đủ số lần hoặc số phút được phép.',
    busy: 'Đang phát một nội dung khác từ trang này. Hãy dừng nội dung đó trước.',
    locked: 'Xã đang khoá im lặng cụm loa này.',
    muted: 'Cụm loa này đang bị tắt tiếng.',
    'output-failed': 'Ngõ ra âm thanh của máy đang hỏng.',
    'disk-failed': 'Bộ nhớ của máy không ghi được, nên không phát: mỗi lần phát đều phải được ghi lại.',
    'no-microphone': 'Cụm loa này không có ngõ vào AUX.',
    'microphone-silent': 'Không nhận được tiếng từ ngõ AUX. Hãy kiểm tra dây và micro.',
    'bad-request': 'Máy không hiểu yêu cầu này.',
  },
};

const en: Words = {
  title: 'Speak on the spot',
  lead: 'Enter the code on the card from the commune to be heard from this loudspeaker.',
  code: 'Code on the card (15 digits)',
  codeHint: 'Five groups of three digits. Spaces do not matter.',
  enter: 'Continue',
  checking: 'Checking the code …',
  leave: 'Leave',
  otherLanguage: 'Tiếng Việt',
  hello: 'Card of',
  online: 'Connected with the commune.',
  offline: 'No connection with the commune. It sounds all the same; the commune is told when the network is back.',
  prepared: 'Prepared messages',
  holdHint: 'Hold the button for 2 seconds. An emergency interrupts what is on air.',
  hold: 'Hold 2 seconds to start',
  holding: 'Keep holding …',
  nothingPrepared: 'Nothing is prepared for this loudspeaker yet.',
  notReady: 'Its sound is not on the device yet',
  emergency: 'Emergency',
  lasts: '{time} long',
  minutes: 'min',
  seconds: 's',
  microphone: 'Microphone at the loudspeaker (AUX)',
  microphoneHint: 'Plug a microphone or mixer into AUX, then switch it on. 15 minutes at most.',
  microphoneStart: 'Hold 2 seconds to open the microphone',
  hearing: 'Level at the microphone',
  starting: 'About to start …',
  waiting: 'Waiting for the commune’s content to end',
  sounding: 'On air',
  left: '{time} left',
  stop: 'Stop',
  stopped: 'Stopped.',
  journaled: 'Whatever is played is written down on the device and told to the commune.',
  unreachable: 'The loudspeaker does not answer. Check the Wi-Fi or the cable.',
  retryIn: 'Try again in {time}.',
  problems: {
    'code-malformed': 'That is not the code: a digit is missing or wrong. Compare it with the card.',
    'code-wrong': 'No card has this code at this loudspeaker.',
    'code-wait': 'Too many wrong codes: please wait.',
    'card-not-yet': 'The card is not valid yet, or the device has never known the date.',
    'card-over': 'The card has expired. Ask the commune for a new one.',
    'session-over': 'The session is over or the card was taken back. Enter the code again.',
    'not-allowed': 'This card may not do that.',
    'template-unknown': 'This message is not there any more.',
    'no-audio': 'The sound of this message is not on the device yet.',
    'too-long': 'The message is longer than 15 minutes.',
    'too-often': 'As often or as long as allowed has been played.',
    busy: 'Something else is on air from this page. Stop that first.',
    locked: 'The commune has locked this loudspeaker into silence.',
    muted: 'This loudspeaker is muted.',
    'output-failed': 'The sound output of the device is broken.',
    'disk-failed': 'The device cannot write, so it does not play: whatever is played must be written down.',
    'no-microphone': 'This loudspeaker has no AUX input.',
    'microphone-silent': 'Nothing comes in at AUX. Check the cable and the microphone.',
    'bad-request': 'The device does not understand this request.',
  },
};

export const WORDS = { vi, en };
