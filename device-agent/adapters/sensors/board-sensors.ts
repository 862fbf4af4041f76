/** What one agent looks at, as its configuration says. */
import type { NetworkKind } from '@loa-lang/schemas/wire/health';
import type { Readings } from '../../domain/readings.ts';
import type { AmplifierMonitor } from '../../ports/amplifier-monitor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Sensor } from '../../ports/sensor.ts';
import { amplifierContact, amplifierFigure } from './amplifier-files.ts';
import { diskSensor } from './disk-sensor.ts';
import { type ContactInput, contact, type FigureInput, figure } from './file-inputs.ts';
import { networkSensor } from './network-sensor.ts';
import { SerialAmplifier, type SerialWire } from './serial-amplifier.ts';
import { type SignalSource, signalSensor } from './signal-sensor.ts';

export interface BoardSensorsOptions {
  /** of the processor, where the kernel's thermal zones do not tell */
  cpuTemperature?: FigureInput;
  network?: { interface?: string; kind?: NetworkKind; signal?: SignalSource };
  /** beside what the kernel knows of its supplies; `mains`: the contact is made while there is mains */
  supply?: { mains?: ContactInput; volts?: FigureInput; charge?: FigureInput };
  /** the contact is made while the door is open */
  door?: ContactInput;
  amplifier?: { fault?: ContactInput; temperature?: FigureInput; lineAmperes?: FigureInput; serial?: SerialWire };
}

export interface BoardSurroundings {
  clock: Clock;
  dataFolder: string;
  localAddress(): string | undefined;
  /** of the file system; `/` but for tests */
  root?: string;
}

/** Two looks make a contact count: a door is known to be open within four seconds. */
const CONTACT_MS = 2000;
const FIGURE_MS = 10_000;
/** sysfs writes thousandths of degrees and volts, and percent */
const [MILLI, PERCENT] = [0.001, 0.01];

/** All but the machine itself. Later ones go before earlier ones. */
export function boardSensors(options: BoardSensorsOptions, around: BoardSurroundings): Sensor[] {
  const { clock, dataFolder, localAddress, root = '/' } = around;
  const { cpuTemperature, network, supply, door, amplifier } = options;
  const sensors: (Sensor | undefined)[] = [
    diskSensor(dataFolder),
    networkSensor(network ?? {}, { root, localAddress }),
    network?.signal && signalSensor(network.signal),
    cpuTemperature && ofFigure('cpuTemperature', cpuTemperature, MILLI, (temperatureC) => ({ cpu: { temperatureC } })),
    supply?.mains &&
      ofContact('supply.mains', supply.mains, (isMade) => ({ supply: { source: isMade ? 'mains' : 'battery' } })),
    supply?.volts && ofFigure('supply.volts', supply.volts, MILLI, (volts) => ({ supply: { volts } })),
    supply?.charge && ofFigure('supply.charge', supply.charge, PERCENT, (charge) => ({ supply: { charge } })),
    door && ofContact('door', door, (isMade) => ({ door: isMade ? 'open' : 'closed' })),
    amplifier?.serial && ofAmplifier('serial', new SerialAmplifier(amplifier.serial, clock), CONTACT_MS),
    amplifier?.fault && ofAmplifier('fault', amplifierContact(amplifier.fault), CONTACT_MS),
    amplifier?.temperature &&
      ofAmplifier('temperature', amplifierFigure('temperatureC', amplifier.temperature), FIGURE_MS),
    amplifier?.lineAmperes &&
      ofAmplifier('lineAmperes', amplifierFigure('lineAmperes', amplifier.lineAmperes), FIGURE_MS),
  ];
  return sensors.filter((sensor) => sensor !== undefined);
}

function ofContact(name: string, input: ContactInput, tell: (isMade: boolean) => Readings): Sensor {
  const read = contact(input);
  return {
    name,
    everyMs: CONTACT_MS,
    async read() {
      const isMade = await read();
      return isMade === undefined ? {} : tell(isMade);
    },
  };
}

function ofFigure(name: string, input: FigureInput, scale: number, tell: (value: number) => Readings): Sensor {
  const read = figure(input, scale);
  return { name, everyMs: FIGURE_MS, read: async () => tell(await read()) };
}

const ofAmplifier = (name: string, monitor: AmplifierMonitor, everyMs: number): Sensor => ({
  name: `amplifier.${name}`,
  everyMs,
  read: async () => ({ amplifier: await monitor.read() }),
  stop: () => monitor.stop?.(),
});
