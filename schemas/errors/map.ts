/** Faults of an uploaded map, file or feature. */
import { errorRows } from './error-row.ts';

export const MAP_ERRORS = errorRows({
  'map-unreadable': {
    status: 422,
    vi: 'Không đọc được tệp bản đồ: không phải JSON dạng UTF-8. Bản đồ đang dùng giữ nguyên. Xuất lại ở dạng GeoJSON rồi gửi lại.',
    en: 'The map cannot be read: it is no JSON in UTF-8. The map in use stays. Export it as GeoJSON and send it again.',
  },
  'map-not-geojson': {
    status: 422,
    vi: 'Tệp không phải GeoJSON (RFC 7946): {detail}. Bản đồ đang dùng giữ nguyên. Xuất lại ở dạng GeoJSON rồi gửi lại.',
    en: 'The file is no GeoJSON (RFC 7946): {detail}. The map in use stays. Export it as GeoJSON and send it again.',
  },
  'map-empty': {
    status: 422,
    vi: 'Tệp bản đồ không có đối tượng nào. Bản đồ đang dùng giữ nguyên.',
    en: 'The map has no features. The map in use stays.',
  },
  'map-too-many': {
    status: 422,
    vi: 'Bản đồ có hơn {limit} đối tượng hoặc điểm. Bản đồ đang dùng giữ nguyên. Cắt theo ranh giới xã hoặc làm đơn giản đường nét rồi gửi lại.',
    en: 'The map has more than {limit} features or points. The map in use stays. Cut it to the commune or simplify its lines, and send it again.',
  },
  'map-projected': {
    status: 422,
    vi: 'Toạ độ trong tệp không phải kinh độ, vĩ độ (có thể là VN-2000). Bản đồ đang dùng giữ nguyên. Xuất lại với hệ toạ độ WGS 84 (EPSG:4326).',
    en: 'The coordinates are not longitude and latitude (they may be VN-2000). The map in use stays. Export it again in WGS 84 (EPSG:4326).',
  },
  'map-swapped': {
    status: 422,
    vi: 'Toạ độ trong tệp bị đảo: vĩ độ đứng trước kinh độ. Bản đồ đang dùng giữ nguyên. Xuất lại với kinh độ đứng trước.',
    en: 'The coordinates are swapped: latitude stands before longitude. The map in use stays. Export it with longitude first.',
  },
  'map-no-match': {
    status: 422,
    vi: 'Không có hình nào trùng tên hoặc mã với thôn của xã. Bản đồ đang dùng giữ nguyên. Nhập danh sách thôn trước, hoặc ghi tên thôn vào thuộc tính "name" của từng hình.',
    en: 'No outline has the name or code of a hamlet of the commune. The map in use stays. Import the hamlets first, or write the hamlet’s name as the property “name” of each outline.',
  },
  'map-geometry-wrong': {
    status: 422,
    vi: 'Hình không đúng: {detail}. Vẽ lại hình này.',
    en: 'The geometry is not valid: {detail}. Draw it again.',
  },
  'map-position-wrong': {
    status: 422,
    vi: 'Toạ độ {value} không phải kinh độ, vĩ độ. Sửa lại điểm này.',
    en: 'The coordinates {value} are no longitude and latitude. Correct this point.',
  },
  'map-ring-open': {
    status: 422,
    vi: 'Đường ranh giới chưa khép kín: điểm cuối phải trùng điểm đầu. Khép lại đường này.',
    en: 'The outline is not closed: its last point must be its first. Close it.',
  },
  'map-ring-short': {
    status: 422,
    vi: 'Đường ranh giới cần ít nhất ba điểm khác nhau. Vẽ lại hình này.',
    en: 'An outline needs at least three different points. Draw it again.',
  },
  'map-ring-flat': {
    status: 422,
    vi: 'Đường ranh giới không bao quanh diện tích nào. Vẽ lại hình này.',
    en: 'The outline encloses no area. Draw it again.',
  },
  'map-not-an-outline': {
    status: 422,
    vi: 'Ranh giới thôn phải là hình khép kín (Polygon), không phải đường hay điểm. Nhập hình này vào lớp nền.',
    en: 'The outline of a hamlet must be a Polygon, no line or point. Send this one as the base.',
  },
  'map-hamlet-ambiguous': {
    status: 422,
    vi: 'Tên "{value}" có thể là nhiều thôn: {names}. Ghi tên có dấu hoặc mã thôn.',
    en: 'The name “{value}” may mean several hamlets: {names}. Write it with diacritics, or the hamlet’s code.',
  },
  'map-hamlet-twice': {
    status: 422,
    vi: 'Thôn "{value}" đã có hình ở đối tượng số {other}. Gộp lại thành một hình.',
    en: 'The hamlet “{value}” has an outline already, feature {other}. Unite them.',
  },
});
