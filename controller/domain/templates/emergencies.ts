/** Storm, flood, fire: the instruction first, the reason after it. */
import { needed, optional, type Template } from './template.ts';

const HELP = optional('phone', 'phone', 'Số điện thoại trực cứu hộ', 'Telephone for help', '0912 345 678');
const CALL = 'Khi cần giúp đỡ, gọi ngay số {phone}.';

export const EMERGENCIES: readonly Template[] = [
  {
    id: 'storm',
    title: { vi: 'Bão', en: 'Storm' },
    kind: 'emergency',
    class: 'emergency',
    fields: [
      needed('storm', 'text', 'Tên bão', 'Name of the storm', 'bão số 3'),
      needed('area', 'place', 'Nơi bị ảnh hưởng', 'Area', 'xã Ngọc Thiện'),
      needed('date', 'date', 'Ngày ảnh hưởng', 'Day', '2026-09-07'),
      needed('time', 'time', 'Từ khoảng giờ', 'From about', '13:00'),
      optional('wind', 'number', 'Gió mạnh cấp', 'Wind force', '10'),
      optional('gust', 'number', 'Giật cấp', 'Gusts', '13'),
      optional('shelter', 'place', 'Nơi sơ tán', 'Shelter', 'Trường Trung học cơ sở Ngọc Châu'),
      HELP,
    ],
    headline: 'Khẩn cấp: {storm}',
    instruction: 'Bà con chằng chống nhà cửa, chuồng trại ngay và không ra khỏi nhà khi bão về.',
    sentences: [
      'Bà con ở nhà yếu, nơi trũng, ven sông sơ tán ngay đến {shelter}.',
      '{storm} dự kiến ảnh hưởng trực tiếp đến {area} từ khoảng {time}, {date}[, gió mạnh cấp {wind}][, giật cấp {gust}].',
      'Ngắt điện những nơi có nguy cơ ngập, không trú dưới cây to, cột điện và không tự ý quay về khi chưa có thông báo.',
      CALL,
    ],
  },
  {
    id: 'flood',
    title: { vi: 'Lũ, ngập', en: 'Flood' },
    kind: 'emergency',
    class: 'emergency',
    fields: [
      needed('area', 'place', 'Nơi phải sơ tán', 'Who must leave', 'xóm Bến và khu ngoài đê'),
      needed('shelter', 'place', 'Nơi sơ tán', 'Shelter', 'nhà văn hóa thôn Đồng Gai'),
      needed('water', 'text', 'Sông, hồ, suối', 'River or lake', 'nước sông Thương'),
      optional('level', 'number', 'Vượt báo động cấp', 'Above alarm level', '2'),
      optional('time', 'time', 'Xong trước giờ', 'Be gone by', '17:00'),
      HELP,
    ],
    headline: 'Khẩn cấp: sơ tán {area}',
    instruction: 'Bà con ở {area} sơ tán ngay đến {shelter}[, xong trước {time}].',
    sentences: [
      '{water} đang lên nhanh[, đã vượt báo động {level}].',
      'Đưa người già, trẻ em, người bệnh đi trước; ngắt cầu dao điện; không đi qua ngầm tràn và chỗ nước chảy xiết.',
      CALL,
    ],
  },
  {
    id: 'fire',
    title: { vi: 'Cháy', en: 'Fire' },
    kind: 'emergency',
    class: 'emergency',
    fields: [
      needed('place', 'place', 'Nơi cháy', 'Where it burns', 'xưởng gỗ thôn Trại'),
      optional('gathering', 'place', 'Nơi tập trung', 'Gathering place', 'sân đình thôn Trại'),
      optional('road', 'place', 'Đường cần để trống', 'Road to keep clear', 'đường trục thôn Trại'),
      HELP,
    ],
    headline: 'Khẩn cấp: cháy tại {place}',
    instruction: 'Bà con ở gần {place} rời khỏi khu vực ngay[, tập trung tại {gathering}].',
    sentences: [
      'Đang có cháy tại {place}.',
      'Không quay lại lấy tài sản; cúi thấp người, che mũi miệng bằng khăn ướt khi có khói.',
      'Để trống {road} cho xe chữa cháy.',
      'Biết có người mắc kẹt, gọi ngay 114.',
      CALL,
    ],
  },
];
