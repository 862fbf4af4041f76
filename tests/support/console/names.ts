/** Names as communes have them: with marks that stack, some long, some alike. */
const FIRST =
  'Đồng Gai,Trại,Ngoài,Giữa,Ải Quang,Bùi Xá,Cầu Ngạc,Đọ,Kỳ Trúc Thượng,Lữ Phú,Phú Hữu,Tân Lập Ngõ Chùa'.split(',');
const WHICH = ['', ' Trên', ' Dưới', ' Đông', ' Đoài'];
const SPOTS = ['nhà văn hóa', 'cổng đình', 'trạm bơm', 'ngã ba chợ', 'sân kho', 'đầu làng'];

/** @param index from 0; no two are alike below 60 */
export const hamletName = (index: number): string =>
  `${FIRST[index % FIRST.length]}${WHICH[Math.floor(index / FIRST.length) % WHICH.length]}`;

export const spotName = (index: number): string => SPOTS[index % SPOTS.length] as string;

const SUBJECTS = [
  'Lịch tiêm phòng dại cho chó, mèo',
  'Thu tiền điện tháng Mười Một',
  'Phòng chống rét cho đàn vật nuôi',
  'Mời họp thôn về làm đường nội đồng',
  'Cắt điện để sửa chữa lưới hạ thế',
  'Khám sức khỏe người cao tuổi tại trạm y tế',
  'Vệ sinh đường làng ngõ xóm cuối tuần',
  'Tuyển quân: lịch khám nghĩa vụ quân sự đợt hai năm 2026, địa điểm và giấy tờ cần mang theo',
];

export const bulletinTitle = (index: number): string => {
  const again = Math.floor(index / SUBJECTS.length);
  return `${SUBJECTS[index % SUBJECTS.length]}${again === 0 ? '' : ` (đợt ${again + 1})`}`;
};
