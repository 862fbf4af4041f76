import { suggestValidUntil } from '@loa-lang/controller/domain/bulletins/suggest-validity';
import { describe, expect, it } from 'vitest';

const ZONE = 'Asia/Ho_Chi_Minh';
/** 06:30 in Vietnam, the day before in UTC. */
const WRITTEN = Date.parse('2026-03-02T06:30:00+07:00');
const last = (text: string, at = WRITTEN) => {
  const found = suggestValidUntil(text, at, ZONE);
  return found && [new Date(found.until + 7 * 3600_000).toISOString().slice(0, 16), found.written];
};

describe('until when a text is news', () => {
  it.each([
    ['Tiêm phòng dại vào sáng 05/03/2026 tại nhà văn hoá.', '2026-03-06T00:00', '05/03/2026'],
    ['Họp thôn ngày 5/3.', '2026-03-06T00:00', '5/3'],
    ['Nộp thuế từ ngày 5/3 đến ngày 20/3.', '2026-03-21T00:00', '20/3'],
    ['Cắt điện ngày 7 tháng 3 năm 2026, từ 7 giờ đến 11 giờ.', '2026-03-08T00:00', '7 tháng 3 năm 2026'],
    ['Mời bà con 19 giờ tối mai ra nhà văn hoá.', '2026-03-04T00:00', 'tối mai'],
    ['Hôm nay xã tiêm chủng.', '2026-03-03T00:00', 'Hôm nay'],
    ['Theo Quyết định số 18/2021/QĐ-TTg ngày 22/04/2026, họp ngày 6/3.', '2026-03-07T00:00', '6/3'],
    ['Hội làng ngày 10/3 âm lịch, tập trung ngày 4/3.', '2026-03-05T00:00', '4/3'],
  ])('%s', (text, until, written) => {
    expect(last(text)).toEqual([until, written]);
  });

  it.each([
    'Bà con giữ gìn vệ sinh chung.',
    'Chiến thắng 30/4/1975 là mốc son.',
    'Số điện thoại 0912 345 678, tỉ lệ 3/4, cây số 12.5.',
    'Ngày 30/2 không có.',
    'Giải phóng ngày 01/01/2035.',
  ])('nothing to suggest: %s', (text) => {
    expect(last(text)).toBeUndefined();
  });

  it('over New Year the next such day is meant', () => {
    const december = Date.parse('2026-12-28T08:00:00+07:00');
    expect(last('Thu mua lúa đến hết ngày 5/1.', december)?.[0]).toBe('2027-01-06T00:00');
    expect(last('Hội nghị ngày 20/12 đã thành công.', december)).toBeUndefined();
  });

  it('places it in the text as written, also when it was typed in parts', () => {
    const text = 'Hẹn ngày 5/3.'.normalize('NFD');
    const found = suggestValidUntil(text, WRITTEN, ZONE);
    expect(text.normalize('NFC').slice(found?.from, found?.to)).toBe('5/3');
  });
});
