/** An amplifier whose figures and fault contact the kernel shows in files. */
import type { AmplifierMonitor } from '../../ports/amplifier-monitor.ts';
import { type ContactInput, contact, type FigureInput, figure } from './file-inputs.ts';

/** hwmon writes thousandths of a degree and of an ampere. */
const MILLI = 0.001;

export function amplifierContact(input: ContactInput): AmplifierMonitor {
  const isFaulty = contact(input);
  return {
    async read() {
      const fault = await isFaulty();
      return fault === undefined ? {} : { fault };
    },
  };
}

export function amplifierFigure(name: 'temperatureC' | 'lineAmperes', input: FigureInput): AmplifierMonitor {
  const read = figure(input, MILLI);
  return { read: async () => ({ [name]: await read() }) };
}
