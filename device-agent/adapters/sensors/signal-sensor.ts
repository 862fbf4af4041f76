/** The level of a mobile network, from whatever program knows the modem. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Sensor } from '../../ports/sensor.ts';

export interface SignalSource {
  /** something else writes it there */
  file?: string;
  /** or a shell command says it, e.g. `mmcli -m any --signal-get -K` */
  command?: string;
}

/** A program is started for it, and masts do not wander. */
const EVERY_MS = 60_000;
const WITHIN_MS = 10_000;

export function signalSensor({ file, command }: SignalSource): Sensor {
  return {
    name: 'signal',
    everyMs: EVERY_MS,
    async read() {
      const text = file === undefined ? await told(command ?? '') : await readFile(file, 'utf8');
      const signalDbm = signalDbmIn(text);
      if (signalDbm === undefined) throw new Error(`no dBm in "${text.trim().slice(0, 100)}"`);
      return { network: { signalDbm } };
    },
  };
}

/** ModemManager's key of each technique, best first: what a modem is registered in more than one way by counts once. */
const MODEM_MANAGER = ['5g.rsrp', 'lte.rsrp', 'umts.rscp', 'gsm.rssi'];

/** A plain figure, with or without its unit, or what `mmcli --signal-get -K` prints. */
export function signalDbmIn(text: string): number | undefined {
  const [, plain] = /^(-?\d+(?:\.\d+)?)(?:\s*dBm)?$/.exec(text.trim()) ?? [];
  if (plain !== undefined) return Number(plain);
  for (const key of MODEM_MANAGER) {
    const [, figure] =
      new RegExp(`^modem\\.signal\\.${key.replace('.', '\\.')}\\s*:\\s*(-\\d+(?:\\.\\d+)?)`, 'm').exec(text) ?? [];
    if (figure !== undefined) return Number(figure);
  }
  return undefined;
}

async function told(command: string): Promise<string> {
  const options = { timeout: WITHIN_MS, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 } as const;
  return (await promisify(execFile)('env', ['LC_ALL=C', '/bin/sh', '-c', command], options)).stdout;
}
