/** Coverage over HTTP: to whom a broadcast was played. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { BROADCAST_STATES } from '../states/broadcast.ts';
import { CLUSTER_OUTCOMES, HAMLET_OUTCOMES } from '../states/coverage.ts';
import { HEARD_VERDICTS, RECEIPT_REASONS, RECEIPT_STATES } from '../wire/report.ts';
import { CLUSTER_KINDS } from './clusters.ts';

export const ClusterCoverageSchema = Type.Object({
  id: IdSchema,
  code: Type.String(),
  name: Type.String(),
  /** where it stands */
  hamletId: IdSchema,
  hamlet: Type.String(),
  kind: Type.Enum([...CLUSTER_KINDS]),
  state: Type.Enum([...CLUSTER_OUTCOMES]),
  /** latest thing the device said */
  receipt: Type.Optional(Type.Enum([...RECEIPT_STATES])),
  reason: Type.Optional(Type.Enum([...RECEIPT_REASONS])),
  run: Type.Optional(Type.Integer()),
  /** of the content, counting a part once */
  playedMs: Type.Integer(),
  contentMs: Type.Integer(),
  startErrorMs: Type.Optional(Type.Number()),
  startErrorBasis: Type.Optional(Type.String()),
  outputLevelDbfs: Type.Optional(Type.Number()),
  heard: Type.Optional(
    Type.Object(
      {
        verdict: Type.Enum([...HEARD_VERDICTS]),
        message: WordsSchema,
        run: Type.Integer(),
        levelDbfs: Type.Number(),
        confidence: Type.Number({ description: 'likeness of what was recorded and what should sound, 0 to 1' }),
        comparedMs: Type.Number(),
      },
      {
        description:
          'experimental: what the microphone at the cluster heard. It never changes what counts as reached, partial or missed',
      },
    ),
  ),
});
export type ClusterCoverageBody = Static<typeof ClusterCoverageSchema>;

export const HamletCoverageSchema = Type.Object({
  id: IdSchema,
  name: Type.String(),
  hamletKind: Type.Optional(Type.String()),
  state: Type.Enum([...HAMLET_OUTCOMES]),
  households: Type.Integer(),
  householdsReached: Type.Integer(),
  /** households that no pole serves */
  householdsUnserved: Type.Integer(),
  clusters: Type.Integer(),
  clustersReached: Type.Integer(),
});

/** What a broadcast and its make-ups came to together. */
export const AfterMakeUpSchema = Type.Object({
  clustersReached: Type.Integer(),
  clustersTotal: Type.Integer(),
  householdsReached: Type.Integer(),
  householdsTotal: Type.Integer(),
  summary: WordsSchema,
});

export const CoverageSchema = Type.Object({
  broadcastId: IdSchema,
  state: Type.Enum([...BROADCAST_STATES]),
  /** no cluster is pending any more */
  complete: Type.Boolean(),
  hamletsReached: Type.Integer(),
  hamletsTotal: Type.Integer(),
  householdsReached: Type.Integer(),
  householdsTotal: Type.Integer(),
  clustersReached: Type.Integer(),
  clustersTotal: Type.Integer(),
  hamlets: Type.Array(HamletCoverageSchema),
  clusters: Type.Array(ClusterCoverageSchema),
  heard: Type.Optional(
    Type.Object(
      { clusters: Type.Integer({ description: 'heard, or softly' }), listened: Type.Integer(), message: WordsSchema },
      { description: 'experimental; absent where no microphone listened' },
    ),
  ),
  /** only when there was a make-up */
  afterMakeUp: Type.Optional(AfterMakeUpSchema),
});
export type CoverageBody = Static<typeof CoverageSchema>;
