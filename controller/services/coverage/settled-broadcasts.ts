/** What the broadcasts of some days came to, make-ups counted in: the one account that whoever tells of coverage draws on. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { CoverageLine } from '../../domain/coverage/coverage-line.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CoverageFacts, CoverageMark } from '../../ports/coverage-facts.ts';
import { seenIn } from '../broadcasts/view-broadcasts.ts';
import type { CoverageLines, MarkedBroadcast } from './coverage-lines.ts';

export interface SettledDeps {
  coverageFacts: Pick<CoverageFacts, 'marks'>;
  coverageLines: CoverageLines;
  clock: Clock;
}

export interface Settled {
  /** in the order of their starts */
  lines: CoverageLine[];
  /** of these results are still awaited */
  pending: number;
}

/** A make-up comes soon, or nobody waits for it any more. */
const MADE_UP_WITHIN_MS: Millis = 3 * 24 * 3600_000;

export class SettledBroadcasts {
  readonly #deps: SettledDeps;

  constructor(deps: SettledDeps) {
    this.#deps = deps;
  }

  /**
   * What has begun in `[from, until)`.
   * @param areaId whose sight it is
   * @returns `undefined` beyond `most` broadcasts
   */
  async of(
    areaId: AreaId,
    sight: Sight,
    { from, until }: { from: EpochMillis; until: EpochMillis },
    most: number,
  ): Promise<Settled | undefined> {
    const { clock, coverageFacts, coverageLines } = this.#deps;
    const marks = await coverageFacts.marks({ ...seenIn(sight), from, until: until + MADE_UP_WITHIN_MS, limit: most });
    if (marks.length === most) return undefined;
    const now = clock.now();
    const wanted = marks.filter((mark) => mark.makeUpOf === undefined && mark.startAt < until && mark.startAt <= now);
    const told = await coverageLines.of(withMakeUps(wanted, marks), areaId, sight);
    return {
      lines: told.filter((line): line is CoverageLine => typeof line === 'object'),
      pending: told.filter((line) => line === 'pending').length,
    };
  }
}

function withMakeUps(wanted: readonly CoverageMark[], marks: readonly CoverageMark[]): MarkedBroadcast[] {
  const byOriginal = new Map<string, CoverageMark[]>();
  for (const mark of marks) {
    if (mark.makeUpOf !== undefined) {
      byOriginal.set(mark.makeUpOf, [...(byOriginal.get(mark.makeUpOf) ?? []), mark]);
    }
  }
  return wanted.map((original) => ({ original, makeUps: byOriginal.get(original.id) ?? [] }));
}
