/** Errors about areas, groups, clusters and devices. */
import { errorRows } from './error-row.ts';

export const TERRITORY_ERRORS = errorRows({
  'area-unknown': {
    status: 404,
    vi: 'Không có địa bàn này. Có thể địa bàn đã bị xoá. Chọn lại trong danh sách.',
    en: 'There is no such area. It may have been removed. Choose one from the list.',
  },
  'area-parent-wrong': {
    status: 422,
    vi: 'Địa bàn cấp trên không hợp lệ: thôn thuộc xã, xã thuộc tỉnh. Chưa có gì thay đổi. Chọn lại cấp trên.',
    en: 'The area above is not valid: a hamlet belongs to a commune, a commune to a province. Choose it again.',
  },
  'area-name-taken': {
    status: 409,
    vi: 'Đã có địa bàn tên "{name}" ở đây. Chưa có gì thay đổi. Dùng tên khác.',
    en: 'There is already an area called "{name}" here. Nothing was changed. Use another name.',
  },
  'area-in-use': {
    status: 409,
    vi: 'Địa bàn còn thôn hoặc cụm loa bên trong nên chưa xoá được. Chuyển hoặc xoá các mục đó trước.',
    en: 'The area still holds hamlets or clusters and was not removed. Move or remove those first.',
  },
  'group-unknown': {
    status: 404,
    vi: 'Không có nhóm này. Có thể nhóm đã bị xoá. Chọn lại trong danh sách.',
    en: 'There is no such group. It may have been removed. Choose one from the list.',
  },
  'group-name-taken': {
    status: 409,
    vi: 'Đã có nhóm tên "{name}". Chưa có gì thay đổi. Dùng tên khác.',
    en: 'There is already a group called "{name}". Nothing was changed. Use another name.',
  },
  'group-member-wrong': {
    status: 422,
    vi: 'Nhóm có địa bàn hoặc cụm loa không thuộc xã này. Chưa có gì thay đổi. Bỏ mục đó ra.',
    en: 'The group names an area or cluster outside its commune. Nothing was changed. Take it out.',
  },
  'group-in-use': {
    status: 409,
    vi: 'Nhóm còn lượt phát chưa kết thúc nên chưa xoá được. Dừng các lượt phát đó hoặc chờ phát xong.',
    en: 'Broadcasts of this group are not over yet and it was not removed. Stop them, or wait for their end.',
  },
  'too-many-groups': {
    status: 422,
    vi: 'Có cụm loa sẽ thuộc quá {limit} nhóm, thiết bị không theo kịp. Chưa có gì thay đổi. Xoá bớt nhóm hoặc chọn theo thôn.',
    en: 'A cluster would belong to more than {limit} groups, which its device cannot follow. Nothing was changed. Remove groups, or choose hamlets.',
  },
  'period-wrong': {
    status: 422,
    vi: 'Khoảng thời gian không hợp lệ: lúc kết thúc phải sau lúc bắt đầu, dài nhất {days} ngày. Chọn lại thời gian.',
    en: 'The period is not valid: its end has to be after its beginning, {days} days at most. Choose it again.',
  },
  'figure-unknown': {
    status: 422,
    vi: 'Không có số đo này. Các số đo có: {figures}. Chọn lại.',
    en: 'There is no such figure. There are: {figures}. Choose again.',
  },
  'cluster-unknown': {
    status: 404,
    vi: 'Không có cụm loa này. Có thể cụm đã bị xoá. Chọn lại trong danh sách.',
    en: 'There is no such cluster. It may have been removed. Choose one from the list.',
  },
  'cluster-code-taken': {
    status: 409,
    vi: 'Mã cụm "{code}" đã được dùng trong xã. Chưa có gì thay đổi. Dùng mã khác.',
    en: 'The cluster code "{code}" is already used in this commune. Nothing was changed. Use another code.',
  },
  'hamlet-needed': {
    status: 422,
    vi: 'Cụm loa phải đặt tại và phục vụ các thôn của cùng một xã. Chưa có gì thay đổi. Chọn lại thôn.',
    en: 'A cluster stands in and serves hamlets of one commune. Nothing was changed. Choose the hamlets again.',
  },
  'device-unknown': {
    status: 404,
    vi: 'Không có thiết bị này. Kiểm tra lại số hiệu thiết bị.',
    en: 'There is no such device. Check its number.',
  },
  'device-key-taken': {
    status: 409,
    vi: 'Khoá của thiết bị này đã được đăng ký. Chưa có gì thay đổi. Kiểm tra xem thiết bị có bị sao chép không.',
    en: 'This device key is already registered. Nothing was changed. Check whether the device was copied.',
  },
  'device-revoked': {
    status: 409,
    vi: 'Thiết bị này đã bị thu hồi nên không dùng lại được. Đăng ký thiết bị với khoá mới.',
    en: 'This device was revoked and cannot be used again. Register it with a new key.',
  },
  'cluster-has-device': {
    status: 409,
    vi: 'Cụm loa này đã có thiết bị. Chưa có gì thay đổi. Gỡ thiết bị cũ trước.',
    en: 'This cluster already has a device. Nothing was changed. Unbind the old one first.',
  },
});
