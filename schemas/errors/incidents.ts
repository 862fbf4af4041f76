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
  'device-offline': {
    vi: 'Cụm loa mất kết nối. Kiểm tra điện, SIM, sóng di động và thiết bị. Lịch đã có trong máy vẫn tự phát.',
    en: 'The loudspeaker has no connection. Check its power, its SIM, the signal and the device. What it holds still plays.',
  },
  'area-offline': {
    vi: 'Nhiều cụm loa cùng địa bàn mất kết nối cùng lúc, thường do mất điện hoặc mất mạng khu vực. Hỏi điện lực hoặc nhà mạng trước khi đi.',
    en: 'Several loudspeakers of one area went offline together, mostly a power cut or the network. Ask the utility or the carrier before going there.',
  },
  'broker-down': {
    vi: 'Hệ thống mất kết nối tới máy chủ tin nhắn nên không biết tình trạng các cụm loa. Kiểm tra máy chủ tin nhắn.',
    en: 'The system has lost the message server and does not know how loudspeakers are. Check the message server.',
  },
  'device-restarting': {
    vi: 'Thiết bị khởi động lại nhiều lần. Kiểm tra nguồn điện, thẻ nhớ và nhật ký của thiết bị.',
    en: 'The device restarts again and again. Check its supply, its card and its log.',
  },
  'device-hot': {
    vi: 'Thiết bị quá nóng. Kiểm tra thông gió và quạt của tủ.',
    en: 'The device is too hot. Check the cabinet’s air and fan.',
  },
  'disk-low': {
    vi: 'Bộ nhớ của thiết bị sắp đầy. Xoá bớt dữ liệu cũ hoặc thay thẻ lớn hơn.',
    en: 'The device’s storage is nearly full. Remove old data or fit a larger card.',
  },
  'memory-low': {
    vi: 'Thiết bị thiếu bộ nhớ RAM. Khởi động lại; nếu lặp lại thì xem nhật ký.',
    en: 'The device is short of memory. Restart it; if it comes again, read its log.',
  },
  'signal-weak': {
    vi: 'Sóng tới thiết bị yếu. Kiểm tra ăng-ten, vị trí lắp hoặc đổi nhà mạng.',
    en: 'The radio signal at the device is weak. Check the aerial and its place, or try another carrier.',
  },
  'time-uncertain': {
    vi: 'Thiết bị không chắc về giờ, có thể phát lệch. Kiểm tra đường truyền của cụm loa.',
    en: 'The device is unsure of the time and may sound out of step. Check its connection.',
  },
  'mains-lost': {
    vi: 'Cụm loa mất điện lưới và đang chạy ắc quy. Hỏi điện lực; chuẩn bị trước khi ắc quy cạn.',
    en: 'The loudspeaker has lost mains and runs on its battery. Ask the utility before the battery is empty.',
  },
  'battery-low': {
    vi: 'Ắc quy của cụm loa sắp cạn hoặc yếu. Kiểm tra nguồn sạc, thay ắc quy nếu đã cũ.',
    en: 'The loudspeaker’s battery is low. Check its charger; replace it if it is old.',
  },
  'door-open': {
    vi: 'Cửa tủ của cụm loa đang mở. Kiểm tra tại chỗ nếu không có người đang sửa.',
    en: 'The cabinet of the loudspeaker is open. Go and see unless somebody is working there.',
  },
  'amplifier-ill': {
    vi: 'Ampli báo lỗi, quá nóng hoặc dòng ra loa bất thường. Giảm âm lượng và kiểm tra ampli, dây loa, củ loa.',
    en: 'The amplifier reports a fault, heat, or a wrong line current. Turn it down and check amplifier, cable and drivers.',
  },
  'data-over': {
    vi: 'Cụm loa dùng dữ liệu di động nhiều hơn gói cước. Xem thống kê, giảm tiếp âm hoặc đổi gói.',
    en: 'The loudspeaker uses more mobile data than its plan allows. See the figures; relay less or change the plan.',
  },
  'sim-renewal': {
    vi: 'SIM của cụm loa sắp đến hạn gia hạn. Đóng cước trước ngày này, nếu không cụm loa sẽ mất kết nối.',
    en: 'The SIM of the loudspeaker is due for renewal. Pay before the date, or it goes offline.',
  },
  'update-failed': {
    vi: 'Cập nhật phần mềm thiết bị không thành; thiết bị đã quay lại bản cũ. Xem lý do trước khi thử bản khác.',
    en: 'The update of the device failed and it went back to its former version. See why before trying another.',
  },
  'self-test-silent': {
    vi: 'Tự kiểm tra: micro không nghe thấy loa. Kiểm tra ampli, dây loa và củ loa.',
    en: 'Self-test: the microphone did not hear the horn. Check amplifier, cable and drivers.',
  },
  'self-test-weak': {
    vi: 'Tự kiểm tra: loa yếu hoặc méo so với lúc hiệu chuẩn. Kiểm tra củ loa, hướng loa và ampli.',
    en: 'Self-test: the horn is weaker than when it was calibrated. Check drivers, direction and amplifier.',
  },
  'output-low': {
    vi: 'Nhiều lượt liền, tiếng ra khỏi ampli quá nhỏ, coi như chưa phát tới hộ nào. Kiểm tra âm lượng, ampli, dây và củ loa.',
    en: 'Broadcast after broadcast its output is too quiet to count as played to anybody. Check volume, amplifier, cable and drivers.',
  },
  'not-heard': {
    vi: 'Micro tại cụm loa không nghe thấy lượt phát dù thiết bị báo đã phát (tính năng thử nghiệm). Nghe thử tại chỗ.',
    en: 'Experimental: the microphone did not hear a broadcast that the device played. Listen on the spot.',
  },
  'complaint-fault': {
    vi: 'Người dân báo loa hỏng, rè hoặc không nghe rõ. Kiểm tra và trả lời trước hạn.',
    en: 'A villager reports a loudspeaker that is silent, harsh or unclear. See to it and answer before the date.',
  },
  'complaint-content': {
    vi: 'Người dân góp ý về giờ phát, âm lượng hoặc nội dung. Xem xét và trả lời trước hạn.',
    en: 'A villager complains of hours, volume or content. Look into it and answer before the date.',
  },
  'notification-failed': {
    vi: 'Không gửi được thông báo sự cố. Kiểm tra cấu hình gửi và địa chỉ nhận.',
    en: 'A notification could not be sent. Check how it is sent and to whom.',
  },
} as const satisfies Record<string, Words>;
