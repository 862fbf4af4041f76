/**
 * One line of an amplifier's serial wire, once a second: `$AMP,t=47.5,f=0,i=1.35*07`. Between `$` and `*` stand `AMP`
 * and, in any order, `t` (temperature, °C), `f` (fault contact, 0 or 1) and `i` (effective line current, A); what is not
 * known is left out, what has another name is ignored. After `*` the XOR of all bytes between the two, as two hexadecimal
 * digits (as in NMEA 0183). `deploy/device.md` tells it to whoever builds one.
 */
import type { Health } from '@loa-lang/schemas/wire/health';

/** Longer ones are none of ours. */
export const MAX_AMPLIFIER_LINE = 120;

const LINE = /^\$(AMP(?:,[^,*$]*)*)\*([0-9A-Fa-f]{2})$/;
const DECIMAL = /^[+-]?\d+(\.\d+)?$/;

/** @returns `undefined` for a line that is broken or another's */
export function readAmplifierLine(line: string): NonNullable<Health['amplifier']> | undefined {
  const [, body, told] = LINE.exec(line.trim()) ?? [];
  if (body === undefined || told === undefined || checksumOf(body) !== Number.parseInt(told, 16)) return undefined;
  const fields = new Map(body.split(',').map((field) => field.split('=', 2) as [string, string | undefined]));
  const [temperatureC, lineAmperes] = [decimal(fields.get('t')), decimal(fields.get('i'))];
  const fault = fields.get('f');
  return {
    ...(temperatureC !== undefined && { temperatureC }),
    ...((fault === '0' || fault === '1') && { fault: fault === '1' }),
    ...(lineAmperes !== undefined && { lineAmperes }),
  };
}

const decimal = (text: string | undefined): number | undefined =>
  text !== undefined && DECIMAL.test(text) ? Number(text) : undefined;

function checksumOf(body: string): number {
  let sum = 0;
  for (const byte of Buffer.from(body, 'latin1')) sum ^= byte;
  return sum;
}
