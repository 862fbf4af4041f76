/** What is measured of a recording before it airs, and what may be done about it. */
import { type Static, Type } from 'typebox';
import { NoticeSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { LanguageSchema } from '../wire/common.ts';
import { InstantSchema } from './common.ts';

/** Columns of a waveform, at most: more than any screen has across. */
export const MAX_WAVEFORM_COLUMNS = 2_000;
const DAY_MS = 24 * 3600 * 1000;

/** Lowest and highest value of each column, in hundredths of full scale; more than 100 is beyond it. */
export const WaveformSchema = Type.Object({
  /** length of one column, ms */
  columnMs: Type.Integer(),
  min: Type.Array(Type.Integer(), { maxItems: MAX_WAVEFORM_COLUMNS }),
  max: Type.Array(Type.Integer(), { maxItems: MAX_WAVEFORM_COLUMNS }),
});
export type Waveform = Static<typeof WaveformSchema>;

/** Of the recording as it came, cut and cleaned as its repair says, before it is brought to level. */
export const RecordingAnalysisSchema = Type.Object({
  /** decoded, never what a header says */
  durationMs: Type.Integer(),
  codec: Type.Optional(Type.String()),
  sampleRateHz: Type.Optional(Type.Integer()),
  channels: Type.Optional(Type.Integer()),
  /** LUFS, BS.1770 as dual mono; absent for silence and under 400 ms */
  integratedLufs: Type.Optional(Type.Number()),
  truePeakDbtp: Type.Number(),
  leadingSilenceMs: Type.Integer({ description: 'the whole length when nothing sounds' }),
  trailingSilenceMs: Type.Integer({ description: '0 when nothing sounds' }),
  /** level in the band of speech that is exceeded nine tenths of the time between first and last sound, dBFS */
  noiseFloorDbfs: Type.Number(),
  /** how far the loud parts stand above it, dB */
  signalToNoiseDb: Type.Number(),
  clipped: Type.Boolean(),
  /** share of the samples that are at or beyond full scale */
  fullScaleShare: Type.Number(),
  /** correlation of the channels, −1 to 1; absent for mono, silence, and more than two channels */
  correlation: Type.Optional(Type.Number()),
  phase: Type.Enum(['mono', 'alike', 'wide', 'cancels'], {
    description:
      'mono: one channel; alike: the same in all; wide: different; cancels: they erase each other when mixed, so only the first is used',
  }),
  /** share of the time with sound whose level beats like syllables, and what follows from it */
  speechShare: Type.Number(),
  speech: Type.Enum(['speech', 'other', 'unsure']),
  waveform: WaveformSchema,
});
export type RecordingAnalysis = Static<typeof RecordingAnalysisSchema>;

/** Applied to the kept original, always all of it anew; an empty one is the recording as it came. */
export const RepairSchema = Type.Object(
  {
    /** what is kept of the original */
    range: Type.Optional(
      Type.Object(
        {
          startMs: Type.Integer({ minimum: 0, maximum: DAY_MS }),
          endMs: Type.Integer({ minimum: 1, maximum: DAY_MS }),
        },
        { additionalProperties: false },
      ),
    ),
    /** cuts what lies below, Hz: rumble, wind, a hand on the microphone */
    highPassHz: Type.Optional(Type.Integer({ minimum: 40, maximum: 400 })),
    denoise: Type.Optional(
      Type.Object(
        {
          reductionDb: Type.Integer({ minimum: 1, maximum: 30 }),
          /** dBFS; taken from the analysis when absent */
          noiseFloorDbfs: Type.Optional(Type.Integer({ minimum: -80, maximum: -20 })),
        },
        { additionalProperties: false },
      ),
    ),
    /** louder or softer than the station's loudness, dB; the ceiling of the peaks holds all the same */
    gainDb: Type.Optional(Type.Number({ minimum: -20, maximum: 6, multipleOf: 0.5 })),
  },
  { additionalProperties: false },
);
export type Repair = Static<typeof RepairSchema>;

/** Either a repair, or the number of a version whose repair is taken again: the undo. */
export const RepairRequestSchema = Type.Union([
  Type.Object(
    {
      repair: RepairSchema,
      /** keeps what lies between the first and the last sound; a given range wins */
      trimSilence: Type.Optional(Type.Boolean()),
      language: Type.Optional(LanguageSchema),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { backToVersion: Type.Integer({ minimum: 1 }), language: Type.Optional(LanguageSchema) },
    { additionalProperties: false },
  ),
]);
export type RepairRequest = Static<typeof RepairRequestSchema>;

export const AnalysisQuerySchema = Type.Object({
  version: Type.Optional(Type.Integer({ minimum: 1, description: 'the latest when absent' })),
  language: Type.Optional(LanguageSchema),
});

export const BulletinAnalysisSchema = Type.Object({
  bulletinId: IdSchema,
  version: Type.Integer(),
  language: Type.String(),
  repair: RepairSchema,
  recording: RecordingAnalysisSchema,
  /** of the finished audio */
  aired: Type.Object({
    durationMs: Type.Integer(),
    integratedLufs: Type.Optional(Type.Number()),
    truePeakDbtp: Type.Number(),
  }),
  warnings: Type.Array(NoticeSchema),
});
export type BulletinAnalysis = Static<typeof BulletinAnalysisSchema>;

export const RepairHistorySchema = Type.Object({
  /** newest first */
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      language: Type.String(),
      state: Type.Enum(['processing', 'ready', 'failed']),
      repair: RepairSchema,
      createdAt: InstantSchema,
    }),
  ),
});
