/** `device-agent enroll`: shows code and fingerprint of a board, prints its label, and waits until it is enrolled. */
import { readFile, writeFile } from 'node:fs/promises';
import { lockFolder } from '../adapters/folder-lock.ts';
import { bindHere } from './bind-here.ts';
import { describeDevice, enrol } from './enrol.ts';
import type { EnrollingConfig } from './enrolling-config.ts';
import { svgLabel, terminalLabel } from './label.ts';

export interface EnrollOptions {
  /** SVG file that the label is written to */
  label?: string | undefined;
  /** shows, and asks nobody */
  show?: boolean | undefined;
  /** binds the device itself, see {@link bindHere} */
  cluster?: string | undefined;
  controller?: string | undefined;
  /** file with the access token */
  tokenFile?: string | undefined;
}

export interface EnrollSurroundings {
  out(line: string): void;
  err(line: string): void;
  signal: AbortSignal;
  agentVersion: string;
}

/** @returns whether the device is enrolled, or was only to be shown */
export async function enroll(
  config: EnrollingConfig,
  options: EnrollOptions,
  { out, err, signal, agentVersion }: EnrollSurroundings,
): Promise<boolean> {
  const device = await describeDevice(config);
  out(terminalLabel(device));
  if (options.label !== undefined) await writeFile(options.label, svgLabel(device));
  // also while the agent is at work
  if (options.show) return true;
  const lock = await lockFolder(config.dataFolder);
  try {
    const { controller, cluster, tokenFile } = options;
    let binding = controller !== undefined && cluster !== undefined ? { controller, clusterId: cluster } : undefined;
    const token = tokenFile === undefined ? undefined : (await readFile(tokenFile, 'utf8')).trim();
    const failed = new AbortController();
    let fault: unknown;
    const enrolled = await enrol({
      config,
      agentVersion,
      signal: AbortSignal.any([signal, failed.signal]),
      log: err,
      onState({ state }) {
        // the office knows of the device from its first question on
        if (state !== 'waiting' || binding === undefined) return;
        const asked = bindHere({ ...binding, token }, device);
        binding = undefined;
        asked.catch((error: unknown) => {
          fault = error;
          failed.abort();
        });
      },
    });
    if (fault !== undefined) throw fault;
    if (enrolled !== undefined) out(`${enrolled.deviceId}`);
    return enrolled !== undefined;
  } finally {
    await lock.release();
  }
}
