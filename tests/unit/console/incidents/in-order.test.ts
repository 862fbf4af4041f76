/** The order of the board of incidents. */
import { inOrder } from '@loa-lang/controller/console/incidents/in-order';
import { expect, it } from 'vitest';

type Incident = Parameters<typeof inOrder>[0][number];
const incident = (id: string, fields: Partial<Incident>): Incident => ({
  ...{ id, kind: 'device-hot', severity: 'major', state: 'open', subject: '', detail: '', raisedAt: '', lastAt: '' },
  detailWords: { vi: '', en: '' },
  ...{ count: 1, reopened: 0, openMs: 0, overdue: false, expected: false },
  ...fields,
});

it('puts what is overdue first, what is expected or explained last, then the gravest, then the oldest', () => {
  const list = [
    incident('expected', { expected: true, severity: 'critical' }),
    incident('young', { openMs: 1 }),
    incident('old', { openMs: 9 }),
    incident('grave', { severity: 'critical' }),
    incident('overdue', { overdue: true, severity: 'minor' }),
    incident('explained', { explainedBy: 'x', severity: 'minor' }),
  ];
  expect(inOrder(list).map(({ id }) => id)).toEqual(['overdue', 'grave', 'old', 'young', 'expected', 'explained']);
});
