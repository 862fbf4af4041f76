import { instantOf, localOf } from '@loa-lang/controller/console/words/local-instant';
import { describe, expect, it } from 'vitest';

const ZONE = 'Asia/Ho_Chi_Minh';

describe('fields for dates and times', () => {
  it('hold the time of the commune, wherever the browser is', () => {
    expect(instantOf('2026-12-05T19:30', ZONE)).toBe('2026-12-05T12:30:00.000Z');
    expect(instantOf('2026-12-05T00:00:00', ZONE)).toBe('2026-12-04T17:00:00.000Z');
    expect(localOf('2026-12-04T17:00:00Z', ZONE)).toBe('2026-12-05T00:00:00');
  });

  it('come back as they were, also where clocks are changed', () => {
    for (const local of ['2026-03-29T04:00:00', '2026-10-25T01:30:00', '2026-07-01T12:00:00']) {
      expect(localOf(instantOf(local, 'Europe/Paris') ?? '', 'Europe/Paris')).toBe(local);
    }
  });

  it('hold no instant when they hold no date', () => {
    expect(instantOf('', ZONE)).toBeUndefined();
    expect(instantOf('2026-13-05T00:00', ZONE)).toBeUndefined();
  });
});
