/** Amplifier keys by the words that configuration uses. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Amplifier } from '../../ports/amplifier.ts';
import { GuardedSwitch } from './guarded-switch.ts';

export interface AmplifierOptions {
  /** value file of a GPIO line or relay, e.g. `/sys/class/gpio/gpio17/value`: 1 is on */
  gpioFile?: string;
  /** the line switches on with 0 */
  gpioActiveLow?: boolean;
  /** shell commands instead of a file */
  onCommand?: string;
  offCommand?: string;
  warmUpMs: Millis;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** @returns `undefined` when no key is configured: the amplifier is always on */
export const createAmplifier = (options: AmplifierOptions): Amplifier | undefined => {
  const { warmUpMs, gpioFile, onCommand, offCommand } = options;
  if (gpioFile !== undefined) {
    const write = (value: boolean): string =>
      `echo ${value !== (options.gpioActiveLow ?? false) ? 1 : 0} > ${quote(gpioFile)}`;
    return new GuardedSwitch({ on: write(true), off: write(false), warmUpMs });
  }
  if (onCommand === undefined || offCommand === undefined) return undefined;
  return new GuardedSwitch({ on: onCommand, off: offCommand, warmUpMs });
};
