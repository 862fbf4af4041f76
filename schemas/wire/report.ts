/** Reports: receipts, command answers and faults, numbered per store. Topic `device/{id}/report`, signed by the device. */
import { type Static, Type } from 'typebox';
import { AssetIdSchema, IdSchema } from '../ids.ts';
import { EpochMillisSchema } from '../units.ts';
import { LAST_REVISION } from './common.ts';
import { BROADCAST_CLASSES, PlanItemSchema } from './plan.ts';

/** Versions and runs fit 32 bits: a repetition every second for a year makes 32 million. */
export const MAX_COUNT = 2 ** 31 - 1;

/** States of a receipt, in the order they may follow each other; see `states/receipt.ts`. */
export const RECEIPT_STATES = ['ready', 'started', 'finished', 'stopped', 'partial', 'missed', 'failed'] as const;
export type ReceiptState = (typeof RECEIPT_STATES)[number];

/** Why a broadcast did not simply finish. */
export const RECEIPT_REASONS = [
  'cancelled',
  'interrupted',
  'silenced',
  'muted',
  'late',
  'no-time',
  'no-audio',
  'no-report',
  'power-lost',
  'sink-failed',
  'unsupported-item',
  'below-floor',
  'journal-lost',
  'no-stream',
  'stale-plan',
] as const;
export type ReceiptReason = (typeof RECEIPT_REASONS)[number];

/** How a played position was known: read from the output, or reckoned from what was written to it. */
export const POSITION_BASES = ['measured', 'estimated'] as const;

export const ReceiptSchema = Type.Object({
  kind: Type.Literal('receipt'),
  broadcastId: IdSchema,
  version: Type.Integer({ minimum: 1, maximum: MAX_COUNT }),
  /** 1 for the first; a restart after an interruption and each repetition is a new run; 0 when it never ran */
  run: Type.Integer({ minimum: 0, maximum: MAX_COUNT }),
  state: Type.Enum([...RECEIPT_STATES]),
  reason: Type.Optional(Type.Enum([...RECEIPT_REASONS])),
  /** controller time of the first sample of this run on this device */
  startedAt: Type.Optional(Type.Number({ minimum: 0 })),
  endedAt: Type.Optional(Type.Number({ minimum: 0 })),
  /** per item that this device plays: its index in the plan and the milliseconds that sounded */
  items: Type.Array(
    Type.Object({
      index: Type.Integer({ minimum: 0 }),
      part: Type.Integer({ minimum: 0 }),
      playedMs: Type.Integer({ minimum: 0 }),
    }),
    { maxItems: 256 },
  ),
  /** first sample's instant minus the planned one, ms; positive is late */
  startErrorMs: Type.Optional(Type.Number()),
  startErrorBasis: Type.Optional(Type.Enum([...POSITION_BASES])),
  /** half-width of what the device does not know about that instant, ms */
  startUncertaintyMs: Type.Optional(Type.Number({ minimum: 0 })),
  /** RMS at the sink over what sounded; absent when nothing did */
  outputLevelDbfs: Type.Optional(Type.Number({ maximum: 6 })),
});
export type Receipt = Static<typeof ReceiptSchema>;

export const COMMAND_ANSWERS = ['done', 'refused', 'expired', 'unsupported', 'failed'] as const;
export const CommandAnswerSchema = Type.Object({
  kind: Type.Literal('command-answer'),
  commandId: IdSchema,
  outcome: Type.Enum([...COMMAND_ANSWERS]),
  detail: Type.Optional(Type.String({ maxLength: 4096 })),
});
export type CommandAnswer = Static<typeof CommandAnswerSchema>;

/** Faults a device raises about itself. */
export const FAULT_CODES = [
  'stale-plan',
  'store-quarantined',
  'disk-full',
  'cache-full',
  'bad-document',
  'bad-chunk',
  'sink-failed',
  'amplifier-failed',
  'clock-stepped',
  'unexplained-output',
  'output-silent',
  'output-stuck',
  'amplifier-fault',
  'microphone-failed',
  'update-failed',
  'code-attempts',
] as const;
export const FaultSchema = Type.Object({
  kind: Type.Literal('fault'),
  code: Type.Enum([...FAULT_CODES]),
  state: Type.Enum(['raised', 'cleared']),
  detail: Type.Optional(Type.String({ maxLength: 1024 })),
});
export type Fault = Static<typeof FaultSchema>;

/** An asset is complete and verified on the device, or can't be kept. */
export const AssetReportSchema = Type.Object({
  kind: Type.Literal('asset'),
  assetId: AssetIdSchema,
  state: Type.Enum(['cached', 'evicted', 'failed']),
});
export type AssetReport = Static<typeof AssetReportSchema>;

/**
 * Somebody made the device sound at the device itself. Said when it begins, when it is over and when its time becomes
 * known; of one broadcast the last word counts. Its receipts come beside it, under the same broadcast.
 */
export const LocalActSchema = Type.Object({
  kind: Type.Literal('local-act'),
  /** made by the device */
  broadcastId: IdSchema,
  credentialId: IdSchema,
  /** whose plan the credential was in */
  areaId: IdSchema,
  source: Type.Enum(['template', 'microphone']),
  templateId: Type.Optional(IdSchema),
  title: Type.String({ maxLength: 300 }),
  class: Type.Enum([...BROADCAST_CLASSES]),
  startAt: EpochMillisSchema,
  /** nothing of it sounds at or after this instant */
  endsAt: EpochMillisSchema,
  /**
   * `controller`: by trusted time. `last-known`: the device had none; it counted on from the last that it knew, so it
   * was this late or later
   */
  timeBasis: Type.Enum(['controller', 'last-known']),
  items: Type.Array(PlanItemSchema, { minItems: 1, maxItems: 256 }),
  /** set once it is over */
  endedAt: Type.Optional(EpochMillisSchema),
  /** whoever began it ended it */
  stopped: Type.Optional(Type.Boolean()),
  playedMs: Type.Optional(Type.Integer({ minimum: 0 })),
  outputLevelDbfs: Type.Optional(Type.Number({ maximum: 6 })),
});
export type LocalAct = Static<typeof LocalActSchema>;

/** One third-octave band of a self-test, IEC 61260 centre frequency. */
export const BandSchema = Type.Object({
  hz: Type.Number({ minimum: 20, maximum: 24_000 }),
  /** of the pilot in the recording while it is in the band, dBFS */
  levelDbfs: Type.Number({ minimum: -160, maximum: 12 }),
  /** of what was there without it, dBFS */
  noiseDbfs: Type.Number({ minimum: -160, maximum: 12 }),
});

export const SELF_TEST_OUTCOMES = ['measured', 'no-microphone', 'failed', 'interrupted'] as const;

/** What the device's own microphone recorded of a pilot. The controller compares it with the cluster's baseline. */
export const SelfTestReportSchema = Type.Object({
  kind: Type.Literal('self-test'),
  commandId: IdSchema,
  outcome: Type.Enum([...SELF_TEST_OUTCOMES]),
  /** of the pilot at the sink, dBFS RMS */
  playedDbfs: Type.Optional(Type.Number({ minimum: -160, maximum: 6 })),
  bands: Type.Optional(Type.Array(BandSchema, { maxItems: 32 })),
  /** from the sink to the recording, ms */
  delayMs: Type.Optional(Type.Number({ minimum: -1000, maximum: 10_000 })),
  /** height of the pilot in the correlation, 0 to 1: how sure it is that it was heard */
  confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  detail: Type.Optional(Type.String({ maxLength: 1024 })),
});
export type SelfTestReport = Static<typeof SelfTestReportSchema>;

export const HEARD_VERDICTS = ['heard', 'weak', 'not-heard', 'uncertain'] as const;

/** Experimental: what the device's own microphone heard of a run that it played. Never counted as reached or not. */
export const HeardReportSchema = Type.Object({
  kind: Type.Literal('heard'),
  broadcastId: IdSchema,
  run: Type.Integer({ minimum: 1, maximum: MAX_COUNT }),
  verdict: Type.Enum([...HEARD_VERDICTS]),
  /** of the recording while it sounded, dBFS RMS */
  levelDbfs: Type.Number({ minimum: -160, maximum: 6 }),
  /** likeness of the recording and what should sound, 0 to 1 */
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  delayMs: Type.Optional(Type.Number({ minimum: -1000, maximum: 10_000 })),
  /** compared, ms */
  comparedMs: Type.Number({ minimum: 0 }),
});
export type HeardReport = Static<typeof HeardReportSchema>;

export const ReportBodySchema = Type.Union([
  ReceiptSchema,
  CommandAnswerSchema,
  FaultSchema,
  AssetReportSchema,
  LocalActSchema,
  SelfTestReportSchema,
  HeardReportSchema,
]);
export type ReportBody = Static<typeof ReportBodySchema>;

export const ReportEntrySchema = Type.Object({
  /** 1, 2, 3 … without gaps within one store */
  number: Type.Integer({ minimum: 1, maximum: LAST_REVISION }),
  /** controller time when it was written, absent while the device had no trusted time */
  reportedAt: Type.Optional(EpochMillisSchema),
  body: ReportBodySchema,
});
export type ReportEntry = Static<typeof ReportEntrySchema>;

/** Reports in one message, at most: bounds the work of one verification. */
export const MAX_REPORTS_PER_MESSAGE = 32;

export const ReportSchema = Type.Object({
  storeId: IdSchema,
  installationId: IdSchema,
  /** lowest number the device still holds: anything below is acknowledged or given up for good */
  lowestHeld: Type.Integer({ minimum: 1, maximum: LAST_REVISION }),
  reports: Type.Array(ReportEntrySchema, { minItems: 1, maxItems: MAX_REPORTS_PER_MESSAGE }),
});
export type Report = Static<typeof ReportSchema>;
