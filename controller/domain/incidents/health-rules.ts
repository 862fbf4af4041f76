/** When a health sample is a fault: every threshold, how long it must hold, and why. Samples come at once when a state
 * changes, every minute while something is ill or on air, and every half hour otherwise. */
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Millis } from '@loa-lang/schemas/units';
import type { Health } from '@loa-lang/schemas/wire/health';
import type { Times, Verdict } from './hysteresis.ts';

/** What a sample alone does not tell. */
export interface HealthContext {
  /** of the loudspeaker line while it sounds; unknown until it was learnt */
  usualAmperes: number | undefined;
  /** starts of the agent within the last hour */
  startsInHour: number;
}

export interface HealthRule {
  kind: IncidentKind;
  times: Times;
  /** `undefined`: the sample does not say, and everything stays as it was */
  judge(health: Health, context: HealthContext): Verdict | undefined;
  /** for people, in figures */
  tell(health: Health, context: HealthContext): string;
}

type Limits = { ill: number; well: number };
const above = (value: number | undefined, { ill, well }: Limits): Verdict | undefined =>
  value === undefined ? undefined : value >= ill ? 'ill' : value <= well ? 'well' : 'between';
const below = (value: number | undefined, { ill, well }: Limits): Verdict | undefined =>
  value === undefined ? undefined : value <= ill ? 'ill' : value >= well ? 'well' : 'between';

const MINUTE_MS: Millis = 60_000;
const times = (setMinutes: number, clearMinutes: number, samples: number): Times => ({
  setAfterMs: setMinutes * MINUTE_MS,
  clearAfterMs: clearMinutes * MINUTE_MS,
  samples,
});

const share = (part: number | undefined, whole: number | undefined): number | undefined =>
  part === undefined || whole === undefined || whole <= 0 ? undefined : part / whole;
const figure = (value: number | undefined, unit: string): string =>
  value === undefined ? '' : `${Math.round(value * 10) / 10} ${unit}`;
const percent = (value: number | undefined): string => (value === undefined ? '' : `${Math.round(value * 100)} %`);

/** Boards throttle at 80–85 °C; ten below that they have recovered. */
const CPU_C: Limits = { ill: 80, well: 70 };
/** Heat sinks of 100 W amplifiers trip at 90–100 °C. */
const AMPLIFIER_C: Limits = { ill: 85, well: 75 };
/** A day’s audio is some 30 MB of a card of 16 GB: at 5 % there is time, and below it flash cards slow down and wear. */
const DISK_SHARE: Limits = { ill: 0.05, well: 0.1 };
/** The agent needs 100 MB of 512: below 8 % the kernel begins to kill. */
const MEMORY_SHARE: Limits = { ill: 0.08, well: 0.15 };
/** RSRP: LTE loses the cell near −120 dBm; −110 is the edge of a usable one. */
const MOBILE_DBM: Limits = { ill: -115, well: -110 };
/** RSSI: below −80 dBm Wi-Fi falls to its slowest rates and drops. */
const WIFI_DBM: Limits = { ill: -82, well: -76 };
/** Neighbours’ horns that differ by more than 100 ms are heard as an echo; half of that is left to the network. */
const UNCERTAIN_MS: Limits = { ill: 100, well: 50 };
/** Lead batteries below 30 % age with every hour; at 50 % they have taken charge again. */
const CHARGE: Limits = { ill: 0.3, well: 0.5 };
/**
 * Volts of a 12 V battery at rest, 30 % and 60 %; a charger holds 13.5. For batteries that tell no charge: on mains they
 * tell when it has taken charge again, and nothing else.
 */
const VOLTS_OF_12: Limits = { ill: 11.8, well: 12.4 };
const IS_24_ABOVE_V = 16;
/** A driver of two that failed halves the current; a shorted cable multiplies it. Speech varies by a third a minute. */
const LINE_LEAST = 0.4;
const LINE_MOST = 2.5;
/** Twice is a technician at work; three times in an hour is a loop. */
const STARTS: Limits = { ill: 3, well: 1 };

const batteryVerdict = ({ supply }: Health): Verdict | undefined => {
  if (supply?.charge !== undefined) return below(supply.charge, CHARGE);
  if (supply?.volts === undefined || supply.source === undefined) return undefined;
  const verdict = below(supply.volts / (supply.volts > IS_24_ABOVE_V ? 2 : 1), VOLTS_OF_12);
  return supply.source === 'mains' && verdict === 'ill' ? 'between' : verdict;
};

const lineVerdict = ({ amplifier, sink }: Health, usual: number | undefined): Verdict | undefined => {
  const amperes = amplifier?.lineAmperes;
  if (sink !== 'sounding' || amperes === undefined || usual === undefined || usual <= 0) return undefined;
  return amperes < LINE_LEAST * usual || amperes > LINE_MOST * usual ? 'ill' : 'well';
};

/** Whoever is on a cable by now is no longer ill reached by air. */
const signalVerdict = ({ network }: Health): Verdict | undefined => {
  if (network?.kind === 'mobile') return below(network.signalDbm, MOBILE_DBM);
  if (network?.kind === 'wifi') return below(network.signalDbm, WIFI_DBM);
  return network?.kind === 'ethernet' ? 'well' : undefined;
};

const worst = (...verdicts: (Verdict | undefined)[]): Verdict | undefined =>
  (['ill', 'between', 'well'] as const).find((each) => verdicts.includes(each));

const SUPPLY = { battery: 'ill', mains: 'well' } as const;
const DOOR = { open: 'ill', closed: 'well' } as const;

export const HEALTH_RULES: readonly HealthRule[] = [
  {
    // two samples a minute apart: the sun comes out for longer than that
    kind: 'device-hot',
    times: times(1, 5, 2),
    judge: ({ cpu }) => above(cpu?.temperatureC, CPU_C),
    tell: ({ cpu }) => figure(cpu?.temperatureC, '°C'),
  },
  {
    // nothing fills a card within minutes but a download that is under way
    kind: 'disk-low',
    times: times(10, 10, 2),
    judge: ({ diskFreeBytes, diskTotalBytes }) => below(share(diskFreeBytes, diskTotalBytes), DISK_SHARE),
    tell: ({ diskFreeBytes, diskTotalBytes }) => percent(share(diskFreeBytes, diskTotalBytes)),
  },
  {
    kind: 'memory-low',
    times: times(10, 10, 2),
    judge: ({ memory }) => below(share(memory?.availableBytes, memory?.totalBytes), MEMORY_SHARE),
    tell: ({ memory }) => percent(share(memory?.availableBytes, memory?.totalBytes)),
  },
  {
    // rain and lorries pass within a quarter of an hour
    kind: 'signal-weak',
    times: times(15, 15, 2),
    judge: signalVerdict,
    tell: ({ network }) => figure(network?.signalDbm, 'dBm'),
  },
  {
    // after a boot the time is uncertain until some exchanges have been made
    kind: 'time-uncertain',
    times: times(10, 5, 2),
    judge: ({ timeUncertaintyMs }) => above(timeUncertaintyMs, UNCERTAIN_MS),
    tell: ({ timeUncertaintyMs }) => `± ${figure(timeUncertaintyMs, 'ms')}`,
  },
  {
    // told at once: a switch-over of the grid takes seconds, a power cut stays
    kind: 'mains-lost',
    times: times(1, 2, 1),
    judge: ({ supply }) => supply?.source && SUPPLY[supply.source],
    tell: ({ supply }) => [percent(supply?.charge), figure(supply?.volts, 'V')].filter(Boolean).join(', '),
  },
  {
    // the voltage sags while a broadcast sounds
    kind: 'battery-low',
    times: times(2, 15, 2),
    judge: batteryVerdict,
    tell: ({ supply }) => [percent(supply?.charge), figure(supply?.volts, 'V')].filter(Boolean).join(', '),
  },
  {
    // told at once; whoever only looks in has closed it again within a minute
    kind: 'door-open',
    times: times(1, 1, 1),
    judge: ({ door }) => door && DOOR[door],
    tell: () => '',
  },
  {
    // its fault contact is reported by the device itself, as a fault of its own
    kind: 'amplifier-ill',
    times: times(1, 10, 2),
    judge: (health, { usualAmperes }) =>
      worst(above(health.amplifier?.temperatureC, AMPLIFIER_C), lineVerdict(health, usualAmperes)),
    tell: ({ amplifier }, { usualAmperes }) =>
      [
        figure(amplifier?.temperatureC, '°C'),
        figure(amplifier?.lineAmperes, 'A') + (usualAmperes === undefined ? '' : ` (${figure(usualAmperes, 'A')})`),
      ]
        .filter((part) => part.trim() !== '')
        .join(', '),
  },
  {
    // the hour is in what is counted already
    kind: 'device-restarting',
    times: times(0, 0, 1),
    judge: (_, { startsInHour }) => above(startsInHour, STARTS),
    tell: (_, { startsInHour }) => `${startsInHour} / 60 min`,
  },
];
