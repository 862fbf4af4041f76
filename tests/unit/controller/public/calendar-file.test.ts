import { calendarText, escapedText, folded, utc } from '@loa-lang/controller/domain/public/calendar-file';
import { describe, expect, it } from 'vitest';

describe('a calendar', () => {
  it('escapes what has a meaning, and drops what no text may hold', () => {
    expect(escapedText('a\\b;c,d\r\ne\u0007')).toBe('a\\\\b\\;c\\,d\\ne');
  });

  it('breaks lines of 75 octets behind whole characters', () => {
    const line = `SUMMARY:${'Lịch tiêm phòng ở thôn Đồng Gai 📢 '.repeat(8)}`;
    const lines = folded(line).split('\r\n');
    expect(lines.length).toBeGreaterThan(3);
    for (const each of lines) expect(Buffer.byteLength(each)).toBeLessThanOrEqual(75);
    expect(lines.map((each, index) => (index === 0 ? each : each.slice(1))).join('')).toBe(line);
    expect(folded('x'.repeat(75))).toBe('x'.repeat(75));
  });

  it('says instants in UTC', () => {
    expect(utc(Date.parse('2026-12-08T05:30:00+07:00'))).toBe('20261207T223000Z');
  });

  it('ends lines with CR and LF, and events behind their start', () => {
    const event = { uid: 'u', sequence: 0, startAt: 1000, endsAt: 1000, summary: 'Họp' };
    const text = calendarText({ name: 'Lịch', language: 'vi', madeAt: 0, events: [event] });
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text).toContain('DTSTART:19700101T000001Z\r\nDTEND:19700101T000002Z\r\n');
    expect(text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n')).toBe(true);
    expect(text.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true);
  });
});
