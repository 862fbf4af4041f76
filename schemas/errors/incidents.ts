/** What an open fault means, for people: what is wrong, and what to do. Its subject and detail are shown beside it. */
import type { Words } from './codes.ts';

export const INCIDENT_WORDS = {
  clone: {
    vi: 'Hai máy dùng chung một danh tính. Chỉ máy đăng ký trước được phép phát. Kiểm tra thẻ nhớ có bị sao chép không.',
    en: 'Two machines use one identity. Only the first may sound. Check whether a card was copied.',
  },
  'forged-message': {
    vi: 'Có tin giả mạo thiết bị, đã bị từ chối. Kiểm tra ai vào được mạng của cụm loa.',
    en: 'A message that was not the device’s own was refused. Check who can reach the network of the loudspeakers.',
  },
  'stale-plan': {
    vi: 'Thiết bị vẫn giữ lịch cũ. Kiểm tra đường truyền của cụm loa.',
    en: 'The device still holds an old plan. Check the connection of the loudspeaker.',
  },
  'device-fault': {
    vi: 'Thiết bị tự báo hỏng. Xem chi tiết và kiểm tra tại chỗ.',
    en: 'The device reports a fault of its own. See the detail and look at the place.',
  },
  'device-silent': {
    vi: 'Đã lâu không nghe thiết bị trả lời. Kiểm tra nguồn, SIM và đường truyền của cụm loa.',
    en: 'Nothing has been heard of the device for long. Check its power, its SIM and its connection.',
  },
  'epoch-behind': {
    vi: 'Cơ sở dữ liệu cũ hơn lịch mà thiết bị đang giữ. Hệ thống đã phát hành lại toàn bộ lịch.',
    en: 'The database is older than what devices hold. All plans were issued anew.',
  },
  'keys-behind': {
    vi: 'Thiết bị đang giữ bộ khoá mới hơn của máy chủ này. Chép tệp khoá mới nhất sang, hoặc ký bộ khoá mới cao hơn ("keys rotate --above").',
    en: 'Devices hold newer keys than this server. Copy the latest key file here, or sign new ones above ("keys rotate --above").',
  },
  'document-refused': {
    vi: 'Lịch không gửi được vì quá lớn hoặc sai quy định. Bớt lượt phát của địa bàn này.',
    en: 'A plan cannot be sent: it is too large or not valid. Plan fewer broadcasts for this area.',
  },
  'retained-poison': {
    vi: 'Có lịch lạ trên máy chủ tin nhắn, đã được thay bằng lịch đúng. Kiểm tra ai được phép ghi vào đó.',
    en: 'A foreign plan lay on the message server and was replaced. Check who may write there.',
  },
  'clock-stepped': {
    vi: 'Đồng hồ bị nhảy giờ, hệ thống không theo. Kiểm tra giờ của máy.',
    en: 'A clock stepped and is not followed. Check the time of the machine.',
  },
  'receipt-conflict': {
    vi: 'Thiết bị báo hai kết quả khác nhau cho cùng một lần phát. Kết quả đầu được giữ.',
    en: 'The device told two different results of one run. The first stands.',
  },
  'plan-not-published': {
    vi: 'Đã đến giờ nhưng lịch chưa gửi được tới cụm loa. Hệ thống đang gửi lại. Kiểm tra máy chủ tin nhắn.',
    en: 'It is time, and the plan has not reached the loudspeakers. It is being sent again. Check the message server.',
  },
  'broadcast-not-started': {
    vi: 'Đã đến giờ, cụm loa đang kết nối nhưng không báo là đã phát. Hệ thống đang gửi lại lịch. Nghe thử tại chỗ.',
    en: 'It is time, and connected loudspeakers have not reported a start. The plan is being sent again. Listen on the spot.',
  },
  'targets-offline': {
    vi: 'Đã đến giờ nhưng mọi cụm loa nhận lượt phát này đều mất kết nối. Loa đã có sẵn lịch thì vẫn tự phát và báo sau.',
    en: 'It is time, and all loudspeakers of this broadcast are offline. Those that hold the plan play it and report later.',
  },
  'not-materialised': {
    vi: 'Sắp đến giờ mà buổi phát theo lịch chưa được lập. Hệ thống đang lập lại. Mở lịch phát để kiểm tra.',
    en: 'A scheduled session is due soon and was not made yet. It is being made again. Look at the schedule.',
  },
  'silence-open': {
    vi: 'Khoá im lặng đang bật, loa trong địa bàn này không phát. Gỡ khoá khi không còn lý do.',
    en: 'A lock of silence is on and the loudspeakers of this area are mute. Lift it once the reason is gone.',
  },
  'emergency-unjustified': {
    vi: 'Lượt phát khẩn cấp chưa được người khác xác nhận lý do. Người có quyền duyệt cần xác nhận trong 24 giờ.',
    en: 'Nobody but the sender has justified this emergency yet. Somebody who approves must do so within 24 hours.',
  },
  'approval-unconfirmed': {
    vi: 'Việc duyệt ngoài hệ thống chưa được người duyệt xác nhận trong 24 giờ. Nhờ người duyệt mở lại và xác nhận.',
    en: 'An approval given by word of mouth was not confirmed within 24 hours. Ask the approver to confirm it.',
  },
  'role-vacant': {
    vi: 'Một vai trò đang không có ai đảm nhận. Cử người hoặc uỷ quyền, nếu không việc chờ duyệt sẽ không được xử lý.',
    en: 'A role has nobody active. Name or delegate somebody, or what waits for approval will not be decided.',
  },
  'slot-empty': {
    vi: 'Buổi phát sắp tới sẽ không phát. Xem lý do rồi thêm bản tin, đổi giờ hoặc bỏ buổi này.',
    en: 'A coming session will not air. See why, then add a bulletin, change its time or leave the session out.',
  },
  'queue-dead': {
    vi: 'Bộ hẹn giờ nội bộ không chạy. Lịch đã gửi vẫn phát đúng giờ. Kiểm tra cơ sở dữ liệu hoặc Redis.',
    en: 'The internal timer does not run. What was sent still plays on time. Check the database or Redis.',
  },
  'relay-failing': {
    vi: 'Nguồn tiếp âm của một buổi sắp tới không nghe được. Xem lý do, sửa địa chỉ hoặc chọn nguồn khác trước giờ phát.',
    en: 'The relay source of a coming session cannot be heard. See why; mend its address or choose another source before it airs.',
  },
  'relay-dead': {
    vi: 'Đang giờ tiếp âm mà nguồn bị mất hoặc im lặng. Loa đã chuyển sang mục sau; nguồn có lại thì tự tiếp âm trở lại.',
    en: 'A relay is on air and its source is gone, or silent. Loudspeakers play what follows; the relay comes back with its source.',
  },
  'source-bulletin-failed': {
    vi: 'Bản tin nguồn ưu tiên hoặc khẩn cấp không phát được. Xem lý do, phát bằng cách khác và báo cho nơi gửi.',
    en: 'A source bulletin of priority or emergency could not be put on air. See why, air it another way and tell its sender.',
  },
  'spoken-on-the-spot': {
    vi: 'Đã có người phát tại chỗ ở cụm loa bằng thẻ do xã cấp. Xem ai phát, phát gì; không cần làm gì nếu đúng việc.',
    en: 'Somebody spoke at a loudspeaker with a card of the commune. See who and what; nothing is to be done if it was right.',
  },
  'local-act-not-allowed': {
    vi: 'Cụm loa đã phát tại chỗ bằng thẻ không có, đã thu hồi hoặc không được phép. Hỏi người giữ thẻ và kiểm tra thiết bị.',
    en: 'A loudspeaker was spoken from with a card that is unknown, taken back or not good for it. Ask its holder and look at the device.',
  },
} as const satisfies Record<string, Words>;
