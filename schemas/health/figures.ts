/** Figures of a health sample that are kept over time, and what they are measured in. */

interface Figure {
  unit: string;
  /** of a state that holds or does not: over time, the share of the samples in which it held */
  share?: true;
}

const figure = (unit: string): Figure => ({ unit });
const share: Figure = { unit: '1', share: true };

export const HEALTH_FIGURES = {
  cpuTemperature: figure('°C'),
  /** of each core, 1 is all of it */
  cpuLoad: figure('1'),
  memoryAvailable: figure('B'),
  /** of the agent */
  residentMemory: figure('B'),
  diskFree: figure('B'),
  signal: figure('dBm'),
  volts: figure('V'),
  /** of the battery */
  charge: figure('1'),
  amplifierTemperature: figure('°C'),
  lineCurrent: figure('A'),
  roundTrip: figure('ms'),
  timeUncertainty: figure('ms'),
  outputLevel: figure('dBFS'),
  pendingReports: figure('1'),
  faults: figure('1'),
  onBattery: share,
  doorOpen: share,
  amplifierFault: share,
  sinkFailed: share,
  sounding: share,
  muted: share,
} as const satisfies Record<string, Figure>;

export type HealthFigure = keyof typeof HEALTH_FIGURES;
export const HEALTH_FIGURE_NAMES = Object.keys(HEALTH_FIGURES) as HealthFigure[];
