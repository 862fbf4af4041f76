/** What became of clusters over time, and how they are now, over HTTP. */
import { type Static, Type } from 'typebox';
import { HEALTH_FIGURE_NAMES } from '../health/figures.ts';
import { IdSchema } from '../ids.ts';
import { CLUSTER_STATES } from '../states/cluster.ts';
import { SimSchema } from './clusters.ts';
import { CursorSchema, InstantSchema, NextSchema } from './common.ts';

/** How finely the samples of a chart are kept; what is older is kept more coarsely. */
export const CHART_SOURCES = ['samples', 'five-minutes', 'days'] as const;
export type ChartSource = (typeof CHART_SOURCES)[number];

const Period = { from: InstantSchema, until: InstantSchema };

const AskedPeriod = { from: Type.Optional(InstantSchema), until: Type.Optional(InstantSchema) };

/** Until now, and of a day, where nothing else is said. */
export const ChartQuerySchema = Type.Object({
  ...AskedPeriod,
  figures: Type.Optional(
    Type.String({
      ...{ maxLength: 500, pattern: '^[A-Za-z]+(,[A-Za-z]+)*$' },
      description: `names with commas between, of: ${HEALTH_FIGURE_NAMES.join(', ')}; temperature and signal when absent`,
    }),
  ),
  points: Type.Optional(Type.Integer({ minimum: 10, maximum: 1000, description: 'at most so many; 200 when absent' })),
});

export const ChartSchema = Type.Object({
  ...Period,
  source: Type.Enum([...CHART_SOURCES]),
  /** length of time of one point */
  stepMs: Type.Integer(),
  series: Type.Array(
    Type.Object({
      figure: Type.Enum([...HEALTH_FIGURE_NAMES]),
      unit: Type.String(),
      /** least and largest are of the samples themselves: no spike is lost, however long the time */
      points: Type.Array(
        Type.Object({ at: InstantSchema, mean: Type.Number(), least: Type.Number(), largest: Type.Number() }),
      ),
    }),
  ),
  /** bytes over the device's network and starts of its program; known of sums only, not of single samples */
  use: Type.Array(
    Type.Object({
      at: InstantSchema,
      receivedBytes: Type.Integer(),
      sentBytes: Type.Integer(),
      mobileBytes: Type.Integer(),
      restarts: Type.Integer(),
    }),
  ),
  /** nothing was told for longer than a healthy device is quiet: no line is to be drawn across */
  gaps: Type.Array(Type.Object(Period)),
});
export type ChartBody = Static<typeof ChartSchema>;

/** Mobile data of the calendar month. */
export const ClusterDataSchema = Type.Object({
  month: Type.String({ description: 'YYYY-MM' }),
  /** absent where nothing was measured */
  measuredBytes: Type.Optional(Type.Integer()),
  /** by the end of the month */
  projectedBytes: Type.Integer(),
  /** from what was measured, or from what is planned while too little was */
  basis: Type.Enum(['measured', 'programme']),
  allowanceBytes: Type.Optional(Type.Integer()),
  sim: Type.Optional(SimSchema),
  /** until the card is to be renewed; negative when that is over */
  daysLeft: Type.Optional(Type.Integer()),
});

export type ClusterDataBody = Static<typeof ClusterDataSchema>;

/** Until now, and of thirty days, where nothing else is said. */
export const PeriodQuerySchema = Type.Object(AskedPeriod);

const Uptime = {
  /** so long it was looked at: not while no controller ran, nor before its first device was there */
  watchedMs: Type.Integer(),
  onlineMs: Type.Integer(),
  /** 0 to 1; absent where nothing was looked at */
  share: Type.Optional(Type.Number()),
  outages: Type.Object({
    /** of 90 s and longer */
    count: Type.Integer(),
    longestMs: Type.Optional(Type.Integer()),
    /** until it was back, of those that are over */
    meanRepairMs: Type.Optional(Type.Integer()),
    /** time online for each outage */
    meanBetweenMs: Type.Optional(Type.Integer()),
  }),
  /** incidents for the technician, critical or major, raised in that time */
  faults: Type.Object({
    count: Type.Integer(),
    /** from being raised until being over, of those that are over */
    meanRepairMs: Type.Optional(Type.Integer()),
  }),
};
export const UptimeSchema = Type.Object({ ...Period, ...Uptime });

const ClusterUptimeSchema = Type.Object({ clusterId: IdSchema, code: Type.String(), name: Type.String(), ...Uptime });
export const AreaUptimeSchema = Type.Object({
  ...Period,
  clusters: Type.Integer(),
  whole: Type.Object(Uptime),
  hamlets: Type.Array(Type.Object({ hamletId: IdSchema, clusters: Type.Integer(), ...Uptime })),
  models: Type.Array(Type.Object({ model: Type.Optional(Type.String()), clusters: Type.Integer(), ...Uptime })),
  /** those that were away most, at most 100 */
  worst: Type.Array(ClusterUptimeSchema),
});
export type UptimeBody = Static<typeof UptimeSchema>;
export type AreaUptimeBody = Static<typeof AreaUptimeSchema>;

/**
 * What matters first. By its gravest open incident, those that were expected left out; `offline`: it is away, and nobody
 * was told yet; `empty`: without a device.
 */
export const CLUSTER_CONDITIONS = ['critical', 'offline', 'major', 'minor', 'well', 'empty'] as const;
export type ClusterCondition = (typeof CLUSTER_CONDITIONS)[number];

export const ClusterStatusQuerySchema = Type.Object({
  under: Type.Optional(IdSchema),
  condition: Type.Optional(Type.Enum([...CLUSTER_CONDITIONS])),
  state: Type.Optional(Type.Enum([...CLUSTER_STATES])),
  clusterId: Type.Optional(Type.String({ ...IdSchema, description: 'this one alone' })),
  q: Type.Optional(Type.String({ maxLength: 200 })),
  after: Type.Optional(CursorSchema),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: '100 when absent' })),
});

const ClusterStatusSchema = Type.Object({
  clusterId: IdSchema,
  code: Type.String(),
  name: Type.String(),
  hamletId: IdSchema,
  deviceId: Type.Optional(IdSchema),
  condition: Type.Enum([...CLUSTER_CONDITIONS]),
  /** the same with what is done to it and what it does: the list is sorted by it */
  state: Type.Enum([...CLUSTER_STATES]),
  online: Type.Boolean(),
  /** since when it is there, or away */
  since: Type.Optional(InstantSchema),
  lastSeenAt: Type.Optional(InstantSchema),
  /** of the latest sample, from which the figures are */
  healthAt: Type.Optional(InstantSchema),
  openIncidents: Type.Object({ critical: Type.Integer(), major: Type.Integer(), minor: Type.Integer() }),
  muted: Type.Boolean(),
  /** a lock of silence holds it down */
  locked: Type.Boolean(),
  /** somebody works there until then */
  maintenanceUntil: Type.Optional(InstantSchema),
  volumeDb: Type.Number(),
  households: Type.Integer(),
  agentVersion: Type.Optional(Type.String()),
  cpuTemperature: Type.Optional(Type.Number()),
  signal: Type.Optional(Type.Number()),
  supply: Type.Optional(Type.String()),
  volts: Type.Optional(Type.Number()),
  door: Type.Optional(Type.String()),
  sink: Type.Optional(Type.String()),
  network: Type.Optional(Type.String()),
});
export const ClusterStatusListSchema = Type.Object({
  clusters: Type.Array(ClusterStatusSchema),
  /** of all that the caller sees there, by condition */
  counts: Type.Record(Type.String(), Type.Integer()),
  /** the same, by state */
  byState: Type.Record(Type.String(), Type.Integer()),
  next: NextSchema,
});
export type ClusterStatusBody = Static<typeof ClusterStatusSchema>;
