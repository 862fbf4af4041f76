import { countOf } from '@loa-lang/controller/console/today/needs-count';
import type { TodayBody } from '@loa-lang/schemas/http/today';
import { describe, expect, it } from 'vitest';

const NOTHING: TodayBody['needs'] = {
  ...{ approvals: [], approvalsTotal: 0, confirm: [], emergencies: [], locks: [], missed: [], returned: [] },
  ...{ drafts: [], openIncidents: 0 },
};
const lock = { id: 'k', areaName: 'Thôn Trại', reason: 'Loa hú', since: '2026-12-05T10:00:00+07:00', mayLift: true };

describe('what waits for somebody', () => {
  it('is nothing, or what there is, with faults and complaints as one thing each', () => {
    expect(countOf(NOTHING)).toBe(0);
    expect(countOf({ ...NOTHING, approvalsTotal: 7, locks: [lock] })).toBe(8);
    expect(countOf({ ...NOTHING, openIncidents: 12, overdueComplaints: 3 })).toBe(2);
    expect(countOf({ ...NOTHING, overdueComplaints: 0 })).toBe(0);
  });
});
