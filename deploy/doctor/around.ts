/** What the checks of a controller look at, found once for all of them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type Database } from '@loa-lang/controller/adapters/postgres/database';
import type { ControllerConfig } from '@loa-lang/controller/config';
import { judgeHolder, parseHolder, thisProcess } from '@loa-lang/controller/embedded/lock-holder';
import { runningUrl } from '@loa-lang/controller/embedded/reach-database';
import type { Machine } from '@loa-lang/device-agent/doctor/machine/machine';

/** As the lock of the data folder tells; nobody takes it. `elsewhere`: in another container, which cannot be seen from here. */
export type ControllerState = { state: 'running'; pid: number } | { state: 'stopped' } | { state: 'elsewhere' };

export interface Around {
  machine: Machine;
  config: ControllerConfig;
  controller: ControllerState;
  /** outside, or embedded and at work; `undefined` while the embedded one rests */
  database: { url: string; client: Database } | undefined;
  /** folder with backups, where one was named */
  backups: string | undefined;
  /** for each connection that is tried, ms */
  patienceMs: number | undefined;
  now: number;
}

export async function lookAround(
  config: ControllerConfig,
  given: Pick<Around, 'machine' | 'backups' | 'patienceMs' | 'now'>,
): Promise<Around> {
  const url = config.databaseUrl ?? (await runningUrl(config.dataDir).catch(() => undefined));
  return {
    ...given,
    config,
    controller: await controllerOf(config.dataDir),
    database: url === undefined ? undefined : { url, client: connect(url) },
  };
}

async function controllerOf(dataDir: string): Promise<ControllerState> {
  const holder = parseHolder(await readFile(join(dataDir, 'controller.lock'), 'utf8').catch(() => ''));
  if (holder === undefined) return { state: 'stopped' };
  const judged = judgeHolder(holder, thisProcess());
  if (judged === 'live') return { state: 'running', pid: holder.pid };
  return { state: judged === 'dead' ? 'stopped' : 'elsewhere' };
}
