import {
  isOverdue,
  nextReadingAt,
  readingsOf,
  repeatEveryMs,
  saysDrill,
} from '@loa-lang/controller/domain/emergency/rules';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

it('is heard three times, whatever the bulletin itself repeats', () => {
  expect([0, 1, 2, 3].map(readingsOf)).toEqual([3, 3, 2, 1]);
});

it('a long one leaves a minute between its readings', () => {
  expect([20_000, 9 * MINUTE, 10 * MINUTE, 12.5 * MINUTE].map((ms) => repeatEveryMs(ms) / MINUTE)).toEqual([
    10, 10, 11, 14,
  ]);
});

describe('the next reading', () => {
  const repeat = { everyMs: 10 * MINUTE, until: 2 * HOUR - MINUTE };
  const of = (now: number, cancelledAt?: number) =>
    nextReadingAt({ startAt: 0, endsAt: 2 * HOUR, repeat, cancelledAt }, now);
  it('is the next on the grid of the first, until the last', () => {
    expect([-5, 0, 1, 10 * MINUTE, 109 * MINUTE].map((now) => of(now))).toEqual([
      0,
      10 * MINUTE,
      10 * MINUTE,
      20 * MINUTE,
      110 * MINUTE,
    ]);
    expect([of(110 * MINUTE), of(5 * HOUR), of(5, 1)]).toEqual([undefined, undefined, undefined]);
  });
  it('of what is read once is none after its start', () => {
    const once = { startAt: 0, endsAt: HOUR, repeat: undefined, cancelledAt: undefined };
    expect([nextReadingAt(once, -1), nextReadingAt(once, 0)]).toEqual([0, undefined]);
  });
});

it('is overdue after a day without a reason, a drill never', () => {
  const act = { sentAt: 0, drill: false, justifiedAt: undefined };
  expect([23, 24, 99].map((hours) => isOverdue(act, hours * HOUR))).toEqual([false, true, true]);
  expect(isOverdue({ ...act, justifiedAt: 5 }, 99 * HOUR)).toBe(false);
  expect(isOverdue({ ...act, drill: true }, 99 * HOUR)).toBe(false);
});

it('knows a text that calls itself a drill, in either form of its letters', () => {
  const drills = [
    'Đây là diễn tập.',
    ' "đây là một buổi diễn tập"',
    '1. ĐÂY LÀ CUỘC DIỄN TẬP',
    'Đây là đợt thực tập',
    'Chú ý, chú ý! Đây chỉ là  diễn tập, bà con không hoảng loạn.',
    'Thông báo của xã: đây là\nbài diễn tập',
    '[DIỄN TẬP] Có lũ về',
    'Diễn tập: có cháy tại chợ.',
    'Bà con sơ tán ngay. Đây là diễn tập.',
    'This is only a drill. Leave the building.',
  ];
  for (const text of drills) {
    expect(saysDrill(text), text).toBe(true);
    expect(saysDrill(text.normalize('NFD')), text).toBe(true);
  }
  const real = [
    'Đây không phải diễn tập.',
    'Đây không phải là diễn tập. Lũ ống đang về.',
    'Bà con sơ tán ngay. Đây là diễn tập?',
    'Sau diễn tập hôm qua',
    'Bà con đừng tưởng đây là diễn tập, nước đang lên.',
    'Diễn tập đã kết thúc. Có cháy thật ở chợ.',
    'Tạm dừng diễn tập, có cháy.',
    'Đây là tin khẩn cấp.',
    'This is not a drill.',
    '',
  ];
  for (const text of real) {
    expect(saysDrill(text), text).toBe(false);
    expect(saysDrill(text.normalize('NFD')), text).toBe(false);
  }
});
