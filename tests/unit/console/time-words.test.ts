import { timeWords } from '@loa-lang/controller/console/words/time';
import { describe, expect, it } from 'vitest';

const vi = timeWords('vi');
const en = timeWords('en');
const NOW = '2026-12-06T23:30:00Z'; // 06:30 on Monday the 7th in Vietnam

describe('times as people say them', () => {
  it('are in the commune’s zone, whatever the browser’s', () => {
    expect(vi.clock(NOW)).toBe('06:30');
    expect(vi.isoDay(NOW)).toBe('2026-12-07');
    expect(timeWords('vi', 'Pacific/Honolulu').clock(NOW)).toBe('13:30');
  });
  it('follow a zone whose clocks change, on the day of the change and around it', () => {
    const zones = ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'Australia/Lord_Howe'];
    for (const zone of zones) {
      const told = timeWords('vi', zone);
      const plain = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      for (let at = Date.UTC(2026, 1, 27); at < Date.UTC(2026, 11, 1); at += 997 * 61_003) {
        expect(`${told.isoDay(at)} ${told.seconds(at)}`).toBe(plain.format(at));
      }
    }
    expect(() => vi.clock('never')).toThrow(RangeError);
  });
  it('are near when they are, and dated when not', () => {
    expect(vi.day('2026-12-06T17:00:00Z', NOW)).toBe('hôm nay');
    expect(vi.day('2026-12-06T16:59:00Z', NOW)).toBe('hôm qua');
    expect(vi.day('2026-12-08T03:00:00+07:00', NOW)).toBe('ngày mai');
    expect(vi.day('2026-12-14T03:00:00+07:00', NOW)).toBe('thứ Hai 14/12');
    expect(vi.day('2027-01-03T03:00:00+07:00', NOW)).toBe('Chủ nhật 03/01/2027');
    expect(en.day('2026-12-14T03:00:00+07:00', NOW)).toBe('Monday 14/12');
  });
  it('tell how long it is until then, and since', () => {
    expect(vi.near('2026-12-06T23:42:00Z', NOW)).toBe('còn 12 phút');
    expect(vi.near('2026-12-06T23:29:20Z', NOW)).toBe('40 giây trước');
    expect(en.near('2026-12-07T01:35:00Z', NOW)).toBe('in 2 hours 5 minutes');
    expect(en.near('2026-12-06T22:30:00Z', NOW)).toBe('1 hour ago');
    expect(vi.length(3 * 86_400_000)).toBe('3 ngày');
    expect(vi.near(NOW, NOW)).toBe('bây giờ');
  });
});
