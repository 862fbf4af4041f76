/** Coverage over time as HTTP shows it. */
import type { ChronicCauseBody, CoverageHistoryBody } from '@loa-lang/schemas/http/coverage-history';
import { REASON_WORDS } from '@loa-lang/schemas/programme-log/words';
import type { ChronicCause } from '../domain/coverage/chronic.ts';
import type { HamletOverTime, Reach } from '../domain/coverage/coverage-line.ts';
import type { CoverageHistoryView } from '../services/coverage/coverage-history.ts';
import { outOptional } from './instants.ts';

const reachBody = ({ broadcasts, meant, reached }: Reach) => ({
  ...{ broadcasts, householdsMeant: meant, householdsReached: reached },
});

const causeBody = (cause: ChronicCause): ChronicCauseBody =>
  cause.kind === 'unserved' ? cause : { ...cause, words: REASON_WORDS[cause.reason] };

function hamletBody(hamlet: HamletOverTime) {
  const { id, name, hamletKind, households, full, partly, none, unserved, lastReachedAt, shares } = hamlet;
  return {
    ...{ id, name, households, full, partly, none, ...reachBody(hamlet), householdsUnserved: unserved },
    ...(hamletKind !== undefined && { hamletKind }),
    ...outOptional('lastReachedAt', lastReachedAt),
    // two digits are more than a bar shows, and a year of a commune is thousands of them
    shares: shares.map((share) => (share === undefined ? null : Math.round(share * 1000) / 1000)),
  };
}

export const coverageHistoryBody = (view: CoverageHistoryView): CoverageHistoryBody => ({
  ...{ areaId: view.areaId, from: view.from, to: view.to, pending: view.pending },
  ...reachBody(view),
  days: view.days.map((each) => ({ day: each.day, ...reachBody(each) })),
  hamlets: view.hamlets.map(hamletBody),
  reasons: view.reasons.map(({ reason, clusters }) => ({ reason, words: REASON_WORDS[reason], clusters })),
  chronic: view.chronic.map(({ hamletId, causes }) => ({ hamletId, causes: causes.map(causeBody) })),
});
