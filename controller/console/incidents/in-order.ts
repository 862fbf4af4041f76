/** The order of the board: what is overdue, then the gravest, then the oldest. */
import type { Incident } from '../parts/incident-line.tsx';

const RANK = { critical: 0, major: 1, minor: 2, notice: 3 } as const;

export const inOrder = (incidents: readonly Incident[]): Incident[] =>
  [...incidents].sort(
    (a, b) =>
      Number(b.overdue) - Number(a.overdue) ||
      Number(a.expected || a.explainedBy !== undefined) - Number(b.expected || b.explainedBy !== undefined) ||
      RANK[a.severity ?? 'notice'] - RANK[b.severity ?? 'notice'] ||
      b.openMs - a.openMs,
  );
