import { messagesOf } from '@loa-lang/controller/domain/approval/messages';
import { plainLetters, shortMessage } from '@loa-lang/controller/domain/approval/short-message';
import { instantWords } from '@loa-lang/controller/domain/text/instant-words';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ZONE = 'Asia/Ho_Chi_Minh';
const NOW = Date.parse('2026-12-07T15:00:00+07:00');

describe('a short message', () => {
  it.each([
    ['a'.repeat(160), 'gsm', 1],
    ['a'.repeat(161), 'gsm', 2],
    ['a'.repeat(306), 'gsm', 2],
    ['a'.repeat(307), 'gsm', 3],
    ['€'.repeat(80), 'gsm', 1],
    [`${'€'.repeat(80)}a`, 'gsm', 2],
    ['đ'.repeat(70), 'unicode', 1],
    ['đ'.repeat(71), 'unicode', 2],
    ['🔔'.repeat(35), 'unicode', 1],
    ['🔔'.repeat(36), 'unicode', 2],
    ['', 'gsm', 1],
  ])('%s: %s, %i', (text, encoding, parts) => expect(shortMessage(text)).toEqual({ text, encoding, parts }));

  it('gives up marks, not words', () => {
    expect(plainLetters('Đường Nguyễn Huệ – “Ẫ” ữ')).toBe('Duong Nguyen Hue - "A" u');
  });
});

describe('messages to an approver', () => {
  const facts = {
    approverName: 'Ông Chủ',
    hamlets: [
      { hamletKind: 'thôn', households: 1000 },
      { hamletKind: 'Thôn', households: 240 },
    ],
    zone: ZONE,
    now: NOW,
    expiresAt: NOW + 3600_000,
  };
  const request = (title: string, startAt: number | undefined) => ({
    title,
    startAt,
    submittedBy: { personId: 'hoa', name: 'Bà Hoa' },
  });
  it('always fit one SMS with the whole link, whatever the title', () => {
    const url = `https://loa.ngocthien.bacninh.gov.vn/duyet/${'x'.repeat(43)}`;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
        const { sms } = messagesOf({ ...facts, request: request(title, NOW + 7200_000), url });
        expect([sms.encoding, sms.parts, sms.text.endsWith(` ${url}`)]).toEqual(['gsm', 1, true]);
        expect(sms.text).toContain('Phat 17:00 07/12.');
      }),
    );
  });

  it('say when, where, by whom, and that it will not air otherwise', () => {
    const { email, zalo } = messagesOf({ ...facts, request: request('Tiêm phòng', undefined), url: undefined });
    expect(email.subject).toBe('Chờ duyệt: Tiêm phòng – ngay khi được duyệt');
    expect(email.text).toContain('2 thôn, 1.240 hộ');
    expect(email.text).toContain('Chưa duyệt trước giờ phát thì nội dung này không phát.');
    expect(zalo).toContain('Người gửi: Bà Hoa');
  });
});

describe('an instant in words', () => {
  it.each([
    ['2026-12-07T17:00:00+07:00', '17:00 thứ Hai 07/12', '17:00, Monday 7 December'],
    ['2026-12-06T18:59:00Z', '01:59 thứ Hai 07/12', '01:59, Monday 7 December'],
    ['2027-01-03T00:00:00+07:00', '00:00 Chủ nhật 03/01/2027', '00:00, Sunday 3 January 2027'],
  ])('%s', (instant, vi, en) => expect(instantWords(Date.parse(instant), ZONE, NOW)).toEqual({ vi, en }));
});
