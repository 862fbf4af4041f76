/** What a broadcast came to on a cluster and in a hamlet. */

/**
 * `reached`: ≥ 95 % of the content with output above the floor; `partial`: something less; `missed`: nothing, or no
 * report by the deadline; `pending`: the report may still come; `not-measurable`: a gateway, whose receipt alone
 * proves no sound.
 */
export const CLUSTER_OUTCOMES = ['reached', 'partial', 'missed', 'pending', 'not-measurable'] as const;
export type ClusterOutcome = (typeof CLUSTER_OUTCOMES)[number];

/** Households of a hamlet: all, some or none reached. */
export const HAMLET_OUTCOMES = ['full', 'partly', 'none'] as const;
export type HamletOutcome = (typeof HAMLET_OUTCOMES)[number];
