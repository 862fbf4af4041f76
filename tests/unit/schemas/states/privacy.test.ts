import { isOnPublicPage, isPrivateByNature, PRIVATE_CATEGORIES } from '@loa-lang/schemas/states/privacy';
import { describe, expect, it } from 'vitest';

describe('what is about single people', () => {
  it.each([
    { kind: 'funeral' },
    ...Object.values(PRIVATE_CATEGORIES).flatMap(({ vi, en }) => [{ category: vi }, { category: en }]),
    { title: 'Tin buồn: cụ bà Trần Thị Lụa' },
    { title: 'TIN BUỒN' },
    { title: 'tin buon: cu Lua' },
    { title: 'Tìm cháu Nguyễn Minh An, 6 tuổi' },
    { title: 'Danh sách hộ còn nợ tiền nước' },
    { title: 'Tin buồn'.normalize('NFD') },
    { category: 'Công nợ thuỷ lợi' },
  ] as const)('stays off the public page: %o', (bulletin) => {
    expect(isPrivateByNature(bulletin)).toBe(true);
    expect(isOnPublicPage(bulletin)).toBe(false);
    expect(isOnPublicPage({ ...bulletin, onPublicPage: true })).toBe(true);
  });

  it.each([
    { title: 'Lịch tiêm phòng' },
    { title: 'Tặng quà hộ nghèo' },
    { title: 'Tăng cường phòng chống cháy rừng' },
    { title: 'Tin buôn bán chợ phiên' },
    { category: 'Tin nông nghiệp', title: 'Nở hoa sớm' },
    { kind: 'emergency', title: 'Khẩn cấp: bão số 3' },
    {},
  ] as const)('is something else: %o', (bulletin) => {
    expect(isPrivateByNature(bulletin)).toBe(false);
    expect(isOnPublicPage({ ...bulletin, onPublicPage: false })).toBe(false);
  });
});
