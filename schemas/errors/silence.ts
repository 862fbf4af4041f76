/** Errors and words about silence, stopping and emergencies. */
import { errorRows } from './error-row.ts';

export const SILENCE_ERRORS = errorRows({
  'silence-unknown': {
    status: 404,
    vi: 'Không có khoá im lặng này. Mở lại danh sách.',
    en: 'There is no such lock of silence. Open the list again.',
  },
  'silence-level': {
    status: 403,
    vi: 'Khoá im lặng này do cấp cao hơn đặt nên cấp của bạn không gỡ được. Chưa có gì thay đổi. Báo cấp đã đặt gỡ khoá.',
    en: 'This lock of silence was set by a higher level and yours cannot lift it. Nothing was changed. Ask the level that set it.',
  },
  'silence-failed': {
    status: 503,
    vi: 'Chưa đặt được khoá im lặng: không tới được máy chủ truyền tin, cũng không ghi lại được. Các cụm loa vẫn phát. Ngắt điện âm ly nếu cần im ngay, rồi bấm lại.',
    en: 'The lock of silence was not set: the message server cannot be reached and nothing could be written down. Loudspeakers still play. Cut the power of the amplifiers if they must fall silent, then press again.',
  },
  'silence-sent': {
    status: 200,
    vi: 'Lệnh đã tới máy chủ truyền tin. Đã xác nhận {confirmed}/{total} cụm; cụm chưa xác nhận có thể vẫn còn phát.',
    en: 'The message server has it. {confirmed} of {total} clusters have confirmed; the others may still play.',
  },
  'shared-poles': {
    status: 200,
    vi: 'Cụm {codes} cũng phục vụ {hamlets}: ở đó cụm này cũng im.',
    en: 'Cluster {codes} also serves {hamlets} and is silent there, too.',
  },
  'silence-not-sent': {
    status: 200,
    vi: 'Chưa gửi được lệnh im lặng: không tới được máy chủ truyền tin. Các cụm loa vẫn phát. Lệnh đã ghi lại và sẽ gửi ngay khi có kết nối.',
    en: 'The lock of silence is not out: the message server cannot be reached. Loudspeakers still play. It is written down and goes out as soon as there is a connection.',
  },
  'silence-lifted-not-sent': {
    status: 200,
    vi: 'Chưa gửi được lệnh gỡ khoá: không tới được máy chủ truyền tin. Các cụm loa vẫn im. Lệnh đã ghi lại và sẽ gửi ngay khi có kết nối.',
    en: 'The lifting is not out: the message server cannot be reached. Loudspeakers stay silent. It is written down and goes out as soon as there is a connection.',
  },
  'silence-not-stored': {
    status: 200,
    vi: 'Cơ sở dữ liệu chưa trả lời. Lệnh đã ghi vào tệp riêng và sẽ được lưu vào cơ sở dữ liệu khi nó trả lời.',
    en: 'The database does not answer. It is written in a file of its own and will be stored as soon as the database answers.',
  },
  'silence-not-durable': {
    status: 200,
    vi: 'Chưa ghi lại được lệnh này: nếu máy chủ tắt bây giờ, chỉ các cụm loa còn nhớ. Kiểm tra ổ đĩa của máy chủ.',
    en: 'This could not be written down: should the server stop now, only the loudspeakers would remember it. Look at the disk of the server.',
  },
  'not-allowed': {
    status: 403,
    vi: 'Bạn không được phép làm việc này ở đây. Chưa có gì thay đổi. Nhờ người phụ trách địa bàn.',
    en: 'You may not do this here. Nothing was changed. Ask whoever is responsible for the area.',
  },
  'stop-unnamed': {
    status: 422,
    vi: 'Chưa nói dừng ở đâu hoặc dừng lượt phát nào. Chưa dừng gì. Chọn địa bàn, nhóm, cụm loa hoặc lượt phát.',
    en: 'Neither a place nor a broadcast was named. Nothing was stopped. Choose an area, a group, clusters or a broadcast.',
  },
  'stop-unavailable': {
    status: 503,
    vi: 'Chưa dừng được vì cơ sở dữ liệu không trả lời. Loa vẫn phát. Cần im ngay thì bấm Khoá im lặng: nút đó không cần cơ sở dữ liệu.',
    en: 'Not stopped: the database does not answer. Loudspeakers still play. For silence at once use the lock of silence, which needs no database.',
  },
  'stopped-nothing': {
    status: 200,
    vi: 'Ở đó không có gì đang phát nên không có gì để dừng. Các lượt sau vẫn phát.',
    en: 'Nothing was sounding there, so nothing was stopped. Later broadcasts play.',
  },
  'stopped-on-air': {
    status: 200,
    vi: '"{title}" đang phát và đã bị dừng.',
    en: '"{title}" was sounding and was stopped.',
  },
  'stopped-before': {
    status: 200,
    vi: '"{title}" chưa bắt đầu và đã bị huỷ.',
    en: '"{title}" had not begun and was cancelled.',
  },
  'stopped-over': {
    status: 200,
    vi: '"{title}" đã kết thúc từ trước.',
    en: '"{title}" was already over.',
  },
  'stopped-on-air-part': {
    status: 200,
    vi: '"{title}" đang phát và đã bị dừng ở {clusters} cụm được chọn; {elsewhere} cụm ở nơi khác vẫn phát tiếp.',
    en: '"{title}" was sounding and was stopped at the {clusters} chosen cluster(s); {elsewhere} elsewhere play on.',
  },
  'stopped-before-part': {
    status: 200,
    vi: '"{title}" chưa bắt đầu và đã bị huỷ ở {clusters} cụm được chọn; {elsewhere} cụm ở nơi khác vẫn phát.',
    en: '"{title}" had not begun and was cancelled at the {clusters} chosen cluster(s); {elsewhere} elsewhere play it.',
  },
  'drill-as-emergency': {
    status: 422,
    vi: 'Bản tin diễn tập hoặc phát thử không được phát như tin khẩn cấp thật. Chưa phát. Gửi như diễn tập, hoặc dùng bản tin khẩn cấp.',
    en: 'A drill or a test is not broadcast as a real emergency. Nothing was sent. Send it as a drill, or use an emergency bulletin.',
  },
  'emergency-says-drill': {
    status: 422,
    vi: 'Nội dung tự nói là diễn tập nhưng được gửi như tin khẩn cấp thật. Chưa phát. Chọn diễn tập, hoặc bỏ câu đó.',
    en: 'The text says that it is a drill and was sent as a real emergency. Nothing was sent. Send it as a drill, or remove that sentence.',
  },
  'drill-needs-text': {
    status: 422,
    vi: 'Diễn tập cần lời bằng chữ để hệ thống đọc lời báo diễn tập trước và sau. Chưa phát. Gửi nội dung bằng chữ hoặc chọn mẫu.',
    en: 'A drill needs a text, so that the notice of the drill is read before and after it. Nothing was sent. Send a text, or choose a template.',
  },
  'drill-lifts-nothing': {
    status: 409,
    vi: 'Ở đó đang khoá im lặng và diễn tập không được gỡ khoá. Chưa phát. Chờ gỡ khoá rồi diễn tập.',
    en: 'Silence is locked there, and a drill lifts no lock. Nothing was sent. Wait until it is lifted.',
  },
  'emergency-content': {
    status: 422,
    vi: 'Cần đúng một trong ba: mẫu, bản tin có sẵn, hoặc nội dung bằng chữ. Chưa phát.',
    en: 'Exactly one is needed: a template, a bulletin, or a text. Nothing was sent.',
  },
  'emergency-nowhere': {
    status: 422,
    vi: 'Chưa nói phát ở đâu. Chưa phát. Chọn địa bàn, nhóm, cụm loa, hoặc tất cả.',
    en: 'No place was named. Nothing was sent. Choose areas, groups, clusters, or everywhere.',
  },
  'emergency-silenced': {
    status: 409,
    vi: 'Ở đó đang khoá im lặng ({reasons}) nên tin khẩn cấp sẽ không phát ra. Chưa phát. Bấm "Gỡ khoá và phát" để gỡ khoá và phát ngay.',
    en: 'Silence is locked there ({reasons}), so the emergency would not sound. Nothing was sent. Use "lift and send" to do both at once.',
  },
  'emergency-unavailable': {
    status: 503,
    vi: 'Chưa phát được tin khẩn cấp vì cơ sở dữ liệu không trả lời. Báo bằng cách khác ngay. Khi hệ thống trả lời lại, xem danh sách tin khẩn cấp trước khi bấm lần nữa.',
    en: 'The emergency is not on air: the database does not answer. Warn people by other means now. When the system answers again, look at the list of emergencies before pressing once more.',
  },
  'emergency-called-off': {
    status: 409,
    vi: 'Tin khẩn cấp này đã bị huỷ trước khi phát, nên không phát nữa.',
    en: 'This emergency was called off before it sounded, so it does not air.',
  },
  'emergency-key-old': {
    status: 409,
    vi: 'Khoá này thuộc một tin khẩn cấp cũ chưa lên sóng. Chưa phát. Gửi lại với khoá mới nếu vẫn cần.',
    en: 'This key belongs to an older emergency that never went on air. Nothing was sent. Send it with a new key if it is still needed.',
  },
  'emergency-unknown': {
    status: 404,
    vi: 'Không có tin khẩn cấp này. Mở lại danh sách.',
    en: 'There is no such emergency. Open the list again.',
  },
  'emergency-preparing': {
    status: 200,
    vi: 'Đang tạo âm thanh. Tin sẽ phát ngay khi xong, thường sau vài giây.',
    en: 'The audio is being made. It airs as soon as it is done, usually in seconds.',
  },
  'emergency-unjustified': {
    status: 200,
    vi: 'Tin khẩn cấp phát trước khi duyệt. Một người khác phải ghi lý do trước {until}, nếu không tin sẽ bị gắn cờ.',
    en: 'An emergency airs before anybody has approved it. Somebody else has to justify it by {until}, or it is flagged.',
  },
  'justify-own': {
    status: 403,
    vi: 'Người đã gửi tin khẩn cấp không tự ghi lý do được. Chưa có gì thay đổi. Nhờ người khác có trách nhiệm ghi.',
    en: 'Who sent an emergency cannot justify it. Nothing was changed. Ask somebody else who is responsible.',
  },
  'already-justified': {
    status: 409,
    vi: 'Tin khẩn cấp này đã có người ghi lý do. Lý do cũ giữ nguyên.',
    en: 'This emergency was justified before. The earlier reason stands.',
  },
  'not-delegated': {
    status: 403,
    vi: 'Xã chưa giao quyền phát tin khẩn cấp cho thôn này, hoặc đã hết hạn. Chưa phát. Gọi cán bộ xã ngay.',
    en: 'The commune has not delegated emergencies to this hamlet, or no longer. Nothing was sent. Call the commune at once.',
  },
  'delegation-unknown': {
    status: 404,
    vi: 'Không có việc giao quyền này. Mở lại danh sách.',
    en: 'There is no such delegation. Open the list again.',
  },
});
