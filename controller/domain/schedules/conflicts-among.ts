/** Who wins wherever any of these broadcasts meet, occurrence by occurrence: what a calendar shows. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import { type Conflict, conflictsOf } from './conflicts.ts';
import type { Contender } from './contender.ts';

/** A conflict of one date; `loserId` and `winnerId` name the broadcasts, not their schedules. */
export interface DatedConflict extends Conflict {
  loserId: string;
  winnerId: string;
}

export function conflictsAmong(
  all: readonly Contender[],
  languages: ReadonlyMap<ClusterId, readonly string[]>,
): DatedConflict[] {
  return crowds(all).flatMap((crowd) =>
    crowd.flatMap((loser) => {
      const others = crowd.filter((each) => each !== loser);
      return conflictsOf([loser], others, languages)
        .filter((conflict) => conflict.loser.id === loser.owner.id)
        .flatMap((conflict): DatedConflict[] => {
          const winner = others.find(({ owner }) => owner.id === conflict.winner.id);
          if (winner === undefined) return [];
          return [{ ...conflict, loserId: loser.planned.id, winnerId: winner.planned.id }];
        });
    }),
  );
}

/** Those whose windows touch one another; nobody meets anybody alone. */
function crowds(all: readonly Contender[]): Contender[][] {
  const found: Contender[][] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const each of [...all].sort((a, b) => a.planned.startAt - b.planned.startAt)) {
    if (each.planned.startAt >= until) found.push([]);
    found.at(-1)?.push(each);
    until = Math.max(until, each.planned.endsAt);
  }
  return found.filter((crowd) => crowd.length > 1);
}
