/** Errors about people, what they may do, and approval. */
import { errorRows } from './error-row.ts';

export const APPROVAL_ERRORS = errorRows({
  'not-permitted': {
    status: 403,
    vi: '{name} không có quyền làm việc này ở nơi đã chọn. Chưa có gì thay đổi. Nhờ người phụ trách nơi đó làm.',
    en: '{name} may not do this in the chosen place. Nothing was changed. Ask whoever is responsible for it.',
  },
  'self-approval': {
    status: 403,
    vi: '{name} đã gửi duyệt nội dung này nên không tự duyệt được. Nội dung vẫn chờ duyệt. Nhờ người khác duyệt.',
    en: '{name} submitted this and cannot approve it as well. It still waits. Ask somebody else to approve it.',
  },
  'approval-unknown': {
    status: 404,
    vi: 'Không có yêu cầu duyệt này. Mở lại danh sách chờ duyệt.',
    en: 'There is no such request for approval. Open the list again.',
  },
  'approval-decided': {
    status: 409,
    vi: 'Nội dung này đã được {name} quyết định trước đó. Quyết định trước vẫn giữ nguyên. Mở lại để xem.',
    en: '{name} has already decided on this. That decision stands. Open it again to see it.',
  },
  'approval-closed': {
    status: 409,
    vi: 'Yêu cầu này không còn chờ duyệt: nội dung đã bị huỷ hoặc thay bằng bản mới. Chưa có gì thay đổi. Mở lại danh sách chờ duyệt.',
    en: 'This no longer waits for approval: it was cancelled or replaced by a newer version. Nothing was changed. Open the list again.',
  },
  'approval-not-submitted': {
    status: 409,
    vi: 'Nội dung này còn là bản nháp, chưa gửi duyệt. Chưa có gì thay đổi. Cán bộ xã gửi duyệt trước.',
    en: 'This is still a draft that nobody has submitted. Nothing was changed. An officer must submit it first.',
  },
  'approval-changed': {
    status: 409,
    vi: 'Nội dung đã thay đổi so với bản vừa xem. Chưa duyệt. Mở lại, nghe bản mới rồi quyết định.',
    en: 'This differs from what was looked at. Nothing was approved. Open it again, listen to it and then decide.',
  },
  'approval-reason-missing': {
    status: 422,
    vi: 'Chưa có lý do trả lại. Chưa có gì thay đổi. Ghi ngắn gọn cần sửa gì.',
    en: 'The reason for returning it is missing. Nothing was changed. Say briefly what to correct.',
  },
  'approval-too-late': {
    status: 409,
    vi: 'Giờ phát đã qua nên chưa duyệt. Nội dung sẽ không phát. Chọn giờ mới hoặc phát ngay, rồi duyệt lại.',
    en: 'Its time has passed, so it was not approved and will not air. Choose another time, or now, and approve it again.',
  },
  'approval-time-fixed': {
    status: 422,
    vi: 'Giờ của lịch phát không đổi được khi duyệt. Chưa có gì thay đổi. Trả lại để sửa lịch.',
    en: 'The times of a schedule are not changed while approving it. Nothing was changed. Return it to have it corrected.',
  },
  'approval-nothing-to-confirm': {
    status: 409,
    vi: 'Không có lời duyệt ngoài hệ thống nào của {name} đang chờ xác nhận.',
    en: 'No approval by word of mouth of {name} waits to be confirmed.',
  },
  'approver-unknown': {
    status: 422,
    vi: 'Người được chọn không có quyền duyệt ở nơi này. Chưa có gì thay đổi. Chọn người khác.',
    en: 'Whoever was chosen may not approve here. Nothing was changed. Choose somebody else.',
  },
  'approval-said-later': {
    status: 422,
    vi: 'Giờ nhận lời duyệt phải trước bây giờ. Chưa có gì thay đổi. Sửa lại giờ.',
    en: 'The approval cannot have been given later than now. Nothing was changed. Correct the time.',
  },
  'photo-unusable': {
    status: 422,
    vi: 'Tệp này không phải ảnh JPEG, PNG hay WebP. Chưa lưu. Chọn ảnh khác.',
    en: 'This file is no JPEG, PNG or WebP picture. It was not stored. Choose another one.',
  },
  'photo-too-large': {
    status: 413,
    vi: 'Ảnh lớn hơn 5 MB. Chưa lưu. Chụp lại hoặc thu nhỏ ảnh.',
    en: 'The picture is larger than 5 MB. It was not stored. Make it smaller.',
  },
  'person-unknown': {
    status: 422,
    vi: 'Không có người này trong danh sách. Chưa có gì thay đổi. Chọn lại người.',
    en: 'Nobody on record has this name. Nothing was changed. Choose the person again.',
  },
  'delegation-unknown': {
    status: 404,
    vi: 'Không có uỷ quyền này. Mở lại danh sách.',
    en: 'There is no such delegation. Open the list again.',
  },
  'delegation-to-self': {
    status: 422,
    vi: 'Không uỷ quyền cho chính mình được. Chưa có gì thay đổi. Chọn người khác.',
    en: 'Nobody can stand in for themselves. Nothing was changed. Choose somebody else.',
  },
  'deputy-unfit': {
    status: 422,
    vi: '{name} đăng nhập chỉ bằng mật khẩu nên không duyệt thay được. Chưa có gì thay đổi. Chọn người có xác minh hai bước, như cán bộ hoặc người duyệt.',
    en: '{name} signs in with a password alone and cannot approve for others. Nothing was changed. Choose somebody with a second factor, such as an officer or an approver.',
  },
  'delegation-times': {
    status: 422,
    vi: 'Thời hạn uỷ quyền chưa đúng: phải kết thúc sau khi bắt đầu, chưa qua, và không quá một năm. Chưa có gì thay đổi.',
    en: 'The period is not valid: it must end after it begins, not in the past, and within a year. Nothing was changed.',
  },
  'link-attempts': {
    status: 429,
    vi: 'Có quá nhiều lần mở sai đường dẫn. Đợi vài phút rồi mở lại đúng đường dẫn đã nhận.',
    en: 'Too many wrong addresses were opened. Wait some minutes and open the address that was received.',
  },
  'awaiting-approval': {
    status: 200,
    vi: 'Đã gửi duyệt. Sẽ chỉ phát khi được duyệt trước giờ phát; nếu không, lượt này bị bỏ qua.',
    en: 'Submitted. It airs only when it is approved before its time; otherwise it is skipped.',
  },
  'emergency-waits': {
    status: 200,
    vi: 'Tin khẩn cấp gửi theo cách này vẫn phải chờ duyệt, chưa phát. Cần phát ngay thì bấm Khẩn cấp.',
    en: 'Sent this way an emergency still waits for approval and does not air. To air it at once use Emergency.',
  },
  'awaiting-submission': {
    status: 200,
    vi: 'Đã lưu bản nháp. Cán bộ xã cần gửi duyệt; chưa duyệt thì không phát.',
    en: 'Kept as a draft. An officer must submit it; it does not air before it is approved.',
  },
  'link-without-public-url': {
    status: 200,
    vi: 'Hệ thống chưa biết địa chỉ công khai của mình (PUBLIC_URL). Đường dẫn chỉ mở được trong mạng nội bộ; kiểm tra trước khi gửi.',
    en: 'The system does not know its public address (PUBLIC_URL). The link opens only inside this network; try it before sending.',
  },
  'role-vacant': {
    status: 200,
    vi: '{area} chưa có ai làm {role}. Nội dung ở đó sẽ không được duyệt kịp giờ. Bổ sung người, hoặc uỷ quyền.',
    en: '{area} has nobody as {role}. Nothing there would be approved in time. Add somebody, or delegate.',
  },
  'person-area-unknown': {
    status: 200,
    vi: '{name} được giao địa bàn không có trong danh sách: {ids}. Sửa lại danh sách người.',
    en: '{name} is responsible for areas that do not exist: {ids}. Correct the file of people.',
  },
});
