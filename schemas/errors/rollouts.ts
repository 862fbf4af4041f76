/** Errors about versions of the agent and their rollouts. */
import { errorRows } from './error-row.ts';

export const ROLLOUT_ERRORS = errorRows({
  'release-unknown': {
    status: 404,
    vi: 'Không có phiên bản phần mềm thiết bị này. Mở lại danh sách phiên bản.',
    en: 'There is no such version of the agent. Open the list of versions again.',
  },
  'release-not-signed': {
    status: 422,
    vi: 'Chữ ký của phiên bản không được hệ thống này tin ({fault}). Chưa lưu gì. Ký lại bằng khoá phát hành của hệ thống này ("npm run release -- sign").',
    en: 'The signature on this version is not trusted here ({fault}). Nothing was saved. Sign it with the release key of this deployment ("npm run release -- sign").',
  },
  'release-not-its-artefact': {
    status: 422,
    vi: 'Tệp phần mềm không khớp với chữ ký (sai kích thước hoặc mã băm). Chưa lưu gì. Gửi đúng tệp .tgz đi cùng chữ ký.',
    en: 'The file is not the one that was signed (size or hash differ). Nothing was saved. Send the .tgz that belongs to the signature.',
  },
  'release-form': {
    status: 422,
    vi: 'Thiếu chữ ký của phiên bản (trường "document"). Chưa lưu gì. Gửi cùng tệp .tgz và nội dung tệp đã ký.',
    en: 'The signature is missing (field "document"). Nothing was saved. Send the .tgz together with the signed text.',
  },
  'release-withdrawn': {
    status: 409,
    vi: 'Phiên bản {version} đã bị thu hồi nên không cập nhật nữa. Chọn phiên bản khác.',
    en: 'Version {version} was withdrawn and is brought to no device any more. Choose another one.',
  },
  'rollout-unknown': {
    status: 404,
    vi: 'Không có đợt cập nhật này. Mở lại danh sách.',
    en: 'There is no such rollout. Open the list again.',
  },
  'rollout-where': {
    status: 422,
    vi: 'Chọn hoặc một địa bàn, hoặc các cụm loa cần cập nhật. Chưa làm gì.',
    en: 'Choose either an area or clusters. Nothing was begun.',
  },
  'rollout-first-missing': {
    status: 422,
    vi: 'Cụm loa cập nhật trước phải nằm trong đợt và có thiết bị. Chưa làm gì. Chọn cụm khác.',
    en: 'The cluster that goes first must be one of the rollout, with a device. Nothing was done. Choose another one.',
  },
  'rollout-without-device': {
    status: 422,
    vi: 'Cụm loa {code} chưa gắn thiết bị nên không cập nhật được. Chưa làm gì. Bỏ cụm này ra.',
    en: 'Cluster {code} has no device and cannot be updated. Nothing was begun. Leave it out.',
  },
  'rollout-under-way': {
    status: 409,
    vi: 'Có cụm loa đang nằm trong một đợt cập nhật khác chưa xong. Chưa làm gì. Chờ hoặc dừng đợt kia.',
    en: 'A cluster is in another rollout that is not over. Nothing was begun. Wait for that one, or stop it.',
  },
  'rollout-not-running': {
    status: 409,
    vi: 'Đợt cập nhật này không đang chạy. Mở lại để xem trạng thái.',
    en: 'This rollout is not running. Open it again to see how it stands.',
  },
  'rollout-not-paused': {
    status: 409,
    vi: 'Đợt cập nhật này không đang tạm dừng. Mở lại để xem trạng thái.',
    en: 'This rollout is not paused. Open it again to see how it stands.',
  },
  'rollout-first-failed': {
    status: 409,
    vi: 'Cụm loa cập nhật trước không thành. Chọn cụm khác đi trước rồi mới tiếp tục.',
    en: 'The cluster that went first has failed. Name another one to go first, then go on.',
  },
  'rollout-over': {
    status: 409,
    vi: 'Đợt cập nhật này đã kết thúc.',
    en: 'This rollout is over.',
  },
  'rollout-changed': {
    status: 409,
    vi: 'Đợt cập nhật vừa được người khác hoặc hệ thống thay đổi. Mở lại rồi làm tiếp.',
    en: 'Somebody else, or the system, has just changed this rollout. Open it again, then go on.',
  },
});
