/** Errors and warnings about schedules, the communes' rules and days off. */
import { errorRows } from './error-row.ts';

export const SCHEDULE_ERRORS = errorRows({
  'schedule-unknown': {
    status: 404,
    vi: 'Không có lịch phát này. Có thể lịch đã bị xoá. Mở lại danh sách.',
    en: 'There is no such schedule. It may have been removed. Open the list again.',
  },
  'schedule-removed': {
    status: 409,
    vi: 'Lịch phát này đã bị xoá. Khôi phục lịch rồi sửa.',
    en: 'This schedule was removed. Bring it back before changing it.',
  },
  'schedule-changed': {
    status: 412,
    vi: 'Lịch phát vừa được người khác sửa (bản {version}). Chưa có gì thay đổi. Mở lại rồi sửa tiếp.',
    en: 'Somebody else has just changed the schedule (version {version}). Nothing was changed. Open it again.',
  },
  'schedule-version-missing': {
    status: 428,
    vi: 'Chưa nói đang sửa bản nào của lịch. Chưa có gì thay đổi. Gửi kèm số bản (version hoặc If-Match).',
    en: 'The request does not say which version it changes. Nothing was changed. Send version or If-Match.',
  },
  'schedule-start-missing': {
    status: 422,
    vi: 'Lịch phát chưa có giờ. Chưa lưu. Chọn giờ phát, hoặc số phút tính từ bây giờ cho lượt phát một lần.',
    en: 'The schedule has no time. Nothing was saved. Give its times, or for a one-off the minutes from now.',
  },
  'schedule-never': {
    status: 422,
    vi: 'Lịch này không còn lần phát nào trong tương lai. Chưa lưu. Chọn ngày giờ khác.',
    en: 'Nothing of this schedule lies in the future. Nothing was saved. Choose other dates.',
  },
  'schedule-too-long': {
    status: 422,
    vi: 'Nội dung dài {minutes} phút, khung giờ chỉ có {window} phút. Chưa lưu. Kéo dài khung giờ hoặc bớt phần.',
    en: 'The content lasts {minutes} min, its window {window}. Nothing was saved. Widen the window, or take parts out.',
  },
  'schedule-overlaps-itself': {
    status: 422,
    vi: 'Hai lần phát liền nhau của lịch này chồng lên nhau ({date}). Chưa lưu. Rút ngắn khung giờ hoặc giãn lần phát.',
    en: 'Two starts of this schedule overlap each other ({date}). Nothing was saved. Shorten the window or space them.',
  },
  'schedule-conflicts': {
    status: 409,
    vi: 'Lịch này trùng với {count} lượt phát khác. Chưa lưu. Xem từng chỗ trùng rồi đổi giờ, hoặc vẫn lưu.',
    en: 'The schedule collides with {count} others. Nothing was saved. See each, then change the times or save anyway.',
  },
  'occurrence-unknown': {
    status: 404,
    vi: 'Lịch không có lần phát này. Mở lại danh sách các lần phát.',
    en: 'The schedule has no such occurrence. Open its occurrences again.',
  },
  'occurrence-begun': {
    status: 409,
    vi: 'Lần phát này đã bắt đầu hoặc sắp bắt đầu nên không sửa được nữa. Chỉ có thể dừng.',
    en: 'This occurrence has begun, or is about to, and can no longer be changed. It can only be stopped.',
  },
  'occurrence-of-schedule': {
    status: 409,
    vi: 'Lượt phát này thuộc một lịch phát. Sửa lần phát đó trong lịch.',
    en: 'This broadcast belongs to a schedule. Change the occurrence there.',
  },
  'quiet-hours': {
    status: 422,
    vi: 'Giờ nghỉ {from}–{until} không được phát, trừ khẩn cấp. Lượt phát từ {start} đến {end} chạm giờ nghỉ. Chưa lưu. Chọn giờ khác.',
    en: 'Nothing but emergencies may sound from {from} to {until}; from {start} to {end} touches that. Nothing was saved. Choose another time.',
  },
  'session-rules': {
    status: 422,
    vi: 'Vượt quy định phát thanh của xã. {breaches} Chưa có gì thay đổi. Sửa lại, hoặc người duyệt ghi lý do.',
    en: 'This goes beyond the commune’s rules. {breaches} Nothing was changed. Change it, or have the approver give a reason.',
  },
  'rule-reason-needed': {
    status: 200,
    vi: 'Vượt quy định phát thanh của xã. {breaches} Người duyệt phải ghi lý do khi duyệt.',
    en: 'This goes beyond the commune’s rules. {breaches} Whoever approves it has to give a reason.',
  },
  'rule-reason-not-yours': {
    status: 403,
    vi: 'Chỉ người duyệt được ghi lý do vượt quy định. Chưa lưu. Nhờ người duyệt lưu lịch này.',
    en: 'Only an approver may give a reason for going beyond the rules. Nothing was saved. Ask the approver to save it.',
  },
  'breach-sessions-a-day': {
    status: 200,
    vi: 'Ngày {day} có {count} buổi, nhiều nhất {limit}.',
    en: '{count} sessions on {day}, {limit} at most.',
  },
  'breach-session-minutes': {
    status: 200,
    vi: 'Buổi dài {minutes} phút ({day}), nhiều nhất {limit}.',
    en: 'It lasts {minutes} minutes on {day}, {limit} at most.',
  },
  'breach-midday-rest': {
    status: 200,
    vi: 'Phát vào giờ nghỉ trưa {from}–{until} ({day}).',
    en: 'It sounds in the midday rest {from}–{until} on {day}.',
  },
  'breach-more-days': { status: 200, vi: 'Cùng {days} ngày khác.', en: 'Likewise on {days} other days.' },
  'rules-changed': {
    status: 412,
    vi: 'Quy định vừa được người khác sửa (bản {version}). Chưa có gì thay đổi. Mở lại rồi sửa tiếp.',
    en: 'Somebody else has just changed the rules (version {version}). Nothing was changed. Open them again.',
  },
  'not-a-commune': {
    status: 422,
    vi: '"{name}" không phải là xã nên không có quy định và ngày nghỉ riêng. Chưa có gì thay đổi. Chọn xã.',
    en: '"{name}" is no commune and has no rules and days off of its own. Nothing was changed. Choose the commune.',
  },
  'day-off-unknown': {
    status: 404,
    vi: 'Ngày {day} không có trong danh sách ngày nghỉ. Mở lại danh sách.',
    en: '{day} is not among the days off. Open the list again.',
  },
  'targets-outside': {
    status: 422,
    vi: 'Có nơi phát nằm ngoài địa bàn của lịch này. Chưa lưu. Chỉ chọn nơi trong địa bàn, hoặc lập lịch ở cấp trên.',
    en: 'Some places lie outside the area of this schedule. Nothing was saved. Choose places inside, or plan it above.',
  },
  'cluster-hours-none': {
    status: 422,
    vi: 'Mọi cụm loa được chọn đều nghỉ vào giờ này. Sẽ không phát ở đâu. Chọn giờ khác hoặc sửa giờ của cụm.',
    en: 'All chosen clusters rest at this hour, so nothing would sound. Choose another time, or change their hours.',
  },
  'cluster-hours': {
    status: 200,
    vi: 'Cụm {code} nghỉ vào giờ này nên không phát.',
    en: 'Cluster {code} rests at this hour and will not play.',
  },
  'slot-empty': {
    status: 200,
    vi: 'Lần phát này không còn nội dung nào phát được nên sẽ không phát. Duyệt, thêm hoặc gia hạn bản tin.',
    en: 'Nothing in this occurrence may sound, so it will not air. Approve, add or prolong bulletins.',
  },
  'slot-quiet-hours': {
    status: 200,
    vi: 'Lần phát này chạm giờ nghỉ của xã nên sẽ không phát. Đổi giờ.',
    en: 'This occurrence touches the commune’s quiet hours and will not air. Change its time.',
  },
  'slot-targets': {
    status: 200,
    vi: 'Lần phát này không còn nơi phát nên sẽ không phát. Chọn lại nơi phát.',
    en: 'This occurrence has no place left to sound in and will not air. Choose its places again.',
  },
  'slot-not-approved': {
    status: 200,
    vi: 'Có phần chưa duyệt. Đến giờ mà chưa duyệt thì phần đó không phát.',
    en: 'Some parts are not approved. What is not approved at its time is left out.',
  },
  'relay-silent': {
    status: 200,
    vi: 'Phần tiếp âm "{title}" giữ chỗ {minutes} phút nhưng chưa chọn nguồn nên không có gì để phát. Chọn nguồn tiếp âm.',
    en: 'The relay "{title}" keeps {minutes} minutes and names no source, so there is nothing to air. Choose a relay source.',
  },
  'skip-not-approved': { status: 200, vi: 'Chưa duyệt.', en: 'Not approved.' },
  'skip-language-not-approved': {
    status: 200,
    vi: 'Có bản tiếng khác chưa duyệt; phát bản đã duyệt.',
    en: 'A version in another language is not approved; the approved one plays.',
  },
  'skip-expired': { status: 200, vi: 'Đã hết hạn.', en: 'Expired.' },
  'skip-no-audio': { status: 200, vi: 'Chưa có âm thanh.', en: 'No audio yet.' },
  'skip-bulletin-removed': { status: 200, vi: 'Bản tin đã bị xoá.', en: 'The bulletin was removed.' },
  'skip-no-room': { status: 200, vi: 'Không đủ thời gian trong khung giờ.', en: 'No room left in the window.' },
  'skip-no-words': {
    status: 200,
    vi: 'Xã chưa có lời kết; ghi trong lời của đài.',
    en: 'The commune has no closing words; write them among the station texts.',
  },
  'skip-relay-silent': {
    status: 200,
    vi: 'Chưa chọn nguồn tiếp âm: không có gì để phát trong khoảng này.',
    en: 'No relay source was chosen: there is nothing to air in this time.',
  },
  'skip-relay-off': {
    status: 200,
    vi: 'Nguồn tiếp âm đang tắt hoặc đã bị bỏ.',
    en: 'The relay source is switched off, or was removed.',
  },
  'skip-filled': { status: 200, vi: 'Phát thay: {title}.', en: 'Instead: {title}.' },
  'skip-shorter': {
    status: 200,
    vi: 'Không có gì thay, buổi phát ngắn hơn.',
    en: 'Nothing instead, so it is shorter.',
  },
  'skip-category-empty': {
    status: 200,
    vi: 'Chuyên mục không có bản tin nào còn hạn.',
    en: 'No valid bulletin in this category.',
  },
  'conflict-postponed': {
    status: 200,
    vi: '{loser} lúc {date} phải chờ {winner}, phát muộn nhiều nhất {minutes} phút, tại cụm {clusters} ({count} lần). {why}',
    en: '{loser} at {date} waits for {winner} and begins up to {minutes} min late, at clusters {clusters} ({count} times). {why}',
  },
  'conflict-interrupted': {
    status: 200,
    vi: '{loser} lúc {date} bị {winner} ngắt, sau đó phát lại từ đầu, tại cụm {clusters} ({count} lần). {why}',
    en: '{loser} at {date} is interrupted by {winner} and then begins again, at clusters {clusters} ({count} times). {why}',
  },
  'conflict-cut': {
    status: 200,
    vi: '{loser} lúc {date} bị {winner} ngắt và không còn đủ giờ để phát lại: bà con không nghe hết, tại cụm {clusters} ({count} lần). {why}',
    en: '{loser} at {date} is interrupted by {winner} with no time left to begin again, so it is not heard to its end, at clusters {clusters} ({count} times). {why}',
  },
  'conflict-prevented': {
    status: 200,
    vi: '{loser} lúc {date} không phát được vì {winner} chiếm hết khung giờ, tại cụm {clusters} ({count} lần). {why}',
    en: '{loser} at {date} will not air: {winner} takes its whole window, at clusters {clusters} ({count} times). {why}',
  },
  'conflict-repeated': {
    status: 200,
    vi: '"{title}" đã có trong "{winner}" cùng ngày {date}, cùng nơi: người dân nghe hai lần ({count} ngày).',
    en: '"{title}" is also in "{winner}" on {date} in the same place: people hear it twice ({count} days).',
  },
  'conflict-why-class': { status: 200, vi: 'Loại cao hơn được phát trước.', en: 'The higher class goes first.' },
  'conflict-why-level': { status: 200, vi: 'Cấp cao hơn được phát trước.', en: 'The higher level goes first.' },
  'conflict-why-rank': {
    status: 200,
    vi: 'Thứ tự ưu tiên do xã đặt.',
    en: 'The commune has put it first.',
  },
  'conflict-why-boundary': {
    status: 200,
    vi: 'Loại cao hơn được phát trước, nhưng chờ hết phần đang phát.',
    en: 'The higher class goes first, as soon as the part on air is over.',
  },
  'conflict-why-earlier': {
    status: 200,
    vi: 'Lượt bắt đầu trước được phát cho xong.',
    en: 'What began first is let finish.',
  },
  'conflict-why-order': {
    status: 200,
    vi: 'Cùng loại, cùng giờ: lượt được lập trước phát trước.',
    en: 'Same class, same time: what was planned first goes first.',
  },
  'bulletin-uses-leave': {
    status: 200,
    vi: '{leaving} lần phát theo lịch sẽ bỏ bản tin này; {staying} lượt phát riêng vẫn phát như đã lên lịch.',
    en: '{leaving} scheduled occurrences leave it out; {staying} single broadcasts still air it as planned.',
  },
  'calendar-too-long': {
    status: 422,
    vi: 'Lịch xem được tối đa {days} ngày một lần. Chọn ngày đầu và ngày cuối gần nhau hơn.',
    en: 'The calendar shows at most {days} days at once. Choose days that are closer together.',
  },
});
