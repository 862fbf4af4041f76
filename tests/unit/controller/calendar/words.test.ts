import { canonicalText } from '@loa-lang/controller/domain/calendar/canonical-text';
import type { RecurrenceSpec } from '@loa-lang/controller/domain/calendar/recurrence-spec';
import { describeRecurrence } from '@loa-lang/controller/domain/calendar/words/describe-recurrence';
import { describe, expect, it } from 'vitest';
import { daily } from '../../../support/calendar/spec.ts';

const { rrule: _, ...once } = daily();
const WINTER = { from: '11-01', to: '03-31', time: '05:30' };

describe('a schedule in words', () => {
  it.each<[RecurrenceSpec, string, string]>([
    [
      daily({ endDate: '2026-12-31', seasons: [WINTER], skipDaysOff: true }),
      '05:00 hằng ngày, mùa đông 05:30 (01/11–31/03), trừ ngày nghỉ; từ 26/11/2026 đến 31/12/2026',
      '05:00 every day, in winter 05:30 (1 Nov–31 Mar), except days off; from 26 Nov 2026 until 31 Dec 2026',
    ],
    [once, '05:00 thứ Năm 26/11/2026', '05:00 Thursday 26 Nov 2026'],
    [
      { ...once, rdate: ['20261201T170000', '20261128T050000'] },
      '05:00 thứ Năm 26/11/2026, thêm 05:00 28/11/2026 và 17:00 01/12/2026',
      '05:00 Thursday 26 Nov 2026, also 05:00 28 Nov 2026 and 17:00 1 Dec 2026',
    ],
    [
      daily({ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=5,17;BYMINUTE=0' }),
      '05:00 và 17:00 thứ Hai đến thứ Sáu hằng tuần; từ 26/11/2026',
      '05:00 and 17:00 every week on Monday to Friday; from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=DAILY;BYDAY=SA,SU' }),
      '05:00 thứ Bảy và Chủ nhật hằng tuần; từ 26/11/2026',
      '05:00 every week on Saturday and Sunday; from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU' }),
      '05:00 hằng ngày; từ 26/11/2026',
      '05:00 every day; from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=WEEKLY;INTERVAL=2' }),
      '05:00 thứ Năm, 2 tuần một lần; từ 26/11/2026',
      '05:00 Thursday, every 2 weeks; from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=DAILY;INTERVAL=3;COUNT=10' }),
      '05:00 3 ngày một lần (10 lần); từ 26/11/2026',
      '05:00 every 3 days (10 times); from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=MONTHLY;BYMONTHDAY=1,15,-1' }),
      '05:00 ngày 1, 15 và cuối tháng hằng tháng; từ 26/11/2026',
      '05:00 every month on day 1, 15 and the last; from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=MONTHLY;BYDAY=1MO,-1FR,2WE' }),
      '05:00 thứ Hai đầu tiên, thứ Tư lần thứ 2 và thứ Sáu cuối cùng hằng tháng; từ 26/11/2026',
      '05:00 every month on the first Monday, the 2nd Wednesday and the last Friday; from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1' }),
      '05:00 thứ Hai đến thứ Sáu hằng tháng, chỉ lấy lần cuối cùng trong mỗi tháng; từ 26/11/2026',
      '05:00 every month on Monday to Friday, only the last of each month; from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=MONTHLY;BYDAY=MO;BYMONTH=7' }),
      '05:00 mọi thứ Hai tháng 7 hằng tháng; từ 26/11/2026',
      '05:00 every month on every Monday in Jul; from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=YEARLY;BYMONTHDAY=13' }),
      '05:00 ngày 13 mỗi tháng hằng năm; từ 26/11/2026',
      '05:00 every year on day 13 of every month; from 26 Nov 2026',
    ],
    [
      daily({ rrule: 'FREQ=YEARLY', startDate: '2026-09-02' }),
      '05:00 ngày 2 tháng 9 hằng năm; từ 02/09/2026',
      '05:00 every year on day 2 in Sep; from 2 Sep 2026',
    ],
    [
      daily({ rrule: 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO' }),
      '05:00 thứ Hai tuần 20 hằng năm; từ 26/11/2026',
      '05:00 every year on Monday in week 20; from 26 Nov 2026',
    ],
    [
      // 17:00 UTC is midnight in Vietnam: the 31st has begun, and the start of that day has not come
      daily({ rrule: 'FREQ=DAILY;UNTIL=20261230T170000Z' }),
      '05:00 hằng ngày; từ 26/11/2026 đến 30/12/2026',
      '05:00 every day; from 26 Nov 2026 until 30 Dec 2026',
    ],
    [
      {
        ...once,
        lunar: [
          { every: 'month', day: 1 },
          { every: 'month', day: 15 },
        ],
      },
      '05:00 mùng 1 và rằm âm lịch hằng tháng; từ 26/11/2026',
      '05:00 every lunar month on day 1 and day 15; from 26 Nov 2026',
    ],
    [
      {
        ...once,
        lunar: [
          { every: 'year', month: 3, day: 10 },
          { every: 'year', month: 12, day: 'last' },
        ],
      },
      '05:00 mùng 10 tháng Ba và giao thừa (ngày cuối tháng Chạp) âm lịch hằng năm; từ 26/11/2026',
      '05:00 every lunar year on day 10 of lunar month 3 and the last day of the lunar year; from 26 Nov 2026',
    ],
    [
      daily({ exdate: ['20261201T050000'], seasons: [{ from: '05-01', to: '08-31', time: '04:45' }] }),
      '05:00 hằng ngày, mùa hè 04:45 (01/05–31/08), trừ 05:00 01/12/2026; từ 26/11/2026',
      '05:00 every day, in summer 04:45 (1 May–31 Aug), except 05:00 1 Dec 2026; from 26 Nov 2026',
    ],
  ])('%#', (spec, vi, en) => {
    expect(describeRecurrence(spec).vi).toBe(vi);
    expect(describeRecurrence(spec).en).toBe(en);
  });
});

describe('the text that an approval binds', () => {
  it('is the same for the same times, however they are written', () => {
    const plain = daily({ rrule: 'FREQ=WEEKLY;BYDAY=MO,FR', exdate: ['20261201T050000', '20261204T050000'] });
    const other = daily({
      time: '05:00:00',
      rrule: 'rrule:byday=FR,MO,MO;wkst=mo;freq=weekly;interval=1',
      exdate: ['20261204T050000', '20261201T050000', '20261201T050000'],
      rdate: [],
      seasons: [],
      skipDaysOff: false,
    });
    expect(canonicalText(other)).toBe(canonicalText(plain));
  });

  it.each<Partial<RecurrenceSpec>>([
    { time: '05:01' },
    { zone: 'Asia/Bangkok' },
    { startDate: '2026-11-27' },
    { endDate: '2026-12-31' },
    { rrule: 'FREQ=DAILY;INTERVAL=2' },
    { rrule: 'FREQ=DAILY;WKST=SU' },
    { rrule: 'FREQ=DAILY;UNTIL=20270101T000000Z' },
    { rrule: 'FREQ=DAILY;UNTIL=20270101T000000' },
    { lunar: [{ every: 'month', day: 1 }] },
    { lunar: [{ every: 'year', month: 1, day: 1 }] },
    { rdate: ['20261201T170000'] },
    { exdate: ['20261201T050000'] },
    { seasons: [WINTER] },
    { skipDaysOff: true },
  ])('is another one for %j', (change) => {
    expect(canonicalText(daily(change))).not.toBe(canonicalText(daily()));
  });

  it('stays what it is, since stored approvals are compared with it', () => {
    expect(
      canonicalText(
        daily({ endDate: '2026-12-31', lunar: [{ every: 'year', month: 12, day: 'last' }], skipDaysOff: true }),
      ),
    ).toBe(
      '{"zone":"Asia/Ho_Chi_Minh","startDate":"2026-11-26","time":"05:00","endDate":"2026-12-31","rrule":"FREQ=DAILY","lunar":["last/12"],"skipDaysOff":true}',
    );
  });
});
