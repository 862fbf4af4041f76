import type { NamedKind, SubjectNames } from '@loa-lang/controller/ports/subject-names';
import { nameSubjects } from '@loa-lang/controller/services/audit/name-subjects';
import { describe, expect, it } from 'vitest';

const entry = (seq: number, act: string, subjectId: string | undefined, details: Record<string, unknown> = {}) => ({
  ...{ seq, act, subjectId, details, communeId: undefined },
});

const asked: [NamedKind, readonly string[]][] = [];
const register: SubjectNames = {
  async of(kind, ids) {
    asked.push([kind, ids]);
    return new Map(ids.filter((id) => id !== 'gone').map((id) => [id, `${kind} ${id}`]));
  },
};

describe('what entries of the audit log concerned', () => {
  it('is called as it was called then, else as it is called now', async () => {
    const names = await nameSubjects(
      [
        entry(1, 'POST /bulletins', 'a', { asked: { title: 'Lịch tiêm phòng' } }),
        entry(2, 'PATCH /groups/:id', 'b', { asked: { name: 'Miền dưới' }, before: { name: 'Miền trên' } }),
        entry(3, 'POST /approvals/:id/decisions', 'c', { asked: { decision: 'approve' } }),
        entry(4, 'POST /clusters/:id/commands', 'd'),
        entry(5, 'DELETE /clusters/:id', 'd'),
        entry(6, 'DELETE /clusters/:id', 'gone'),
        entry(7, 'POST /sign-out', 'e'),
      ],
      register,
    );
    expect([...names]).toEqual([
      [1, 'Lịch tiêm phòng'],
      [2, 'Miền trên'],
      [3, 'approval c'],
      [4, 'cluster d'],
      [5, 'cluster d'],
    ]);
    expect(asked).toEqual([
      ['approval', ['c']],
      ['cluster', ['d', 'gone']],
    ]);
  });
});
