/** What changes the program or starts the machine anew, joined to the agent. */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { KeyRing } from '@loa-lang/schemas/sealing/key-ring';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { CommandName } from '@loa-lang/schemas/wire/command';
import type { ReportBody } from '@loa-lang/schemas/wire/report';
import type { AgentDeps } from '../agent-deps.ts';
import type { CommandExecutor } from '../ports/command-executor.ts';
import type { FaultLedger } from '../services/fault-ledger.ts';
import type { KeepTime } from '../services/keep-time.ts';
import type { ViewPlans } from '../services/view-plans.ts';
import type { Sounding } from '../sounding.ts';
import { Reboot } from './reboot.ts';
import { UpdateAgent } from './update-agent.ts';

export interface UpdatingDeps extends Pick<AgentDeps, 'identity' | 'clock' | 'cache' | 'log' | 'machineBoot'> {
  agent: Pick<AgentDeps, 'updating' | 'restart'>;
  faults: FaultLedger;
  plans: ViewPlans;
  time(): KeepTime;
  sounding(): Sounding;
  ring(): KeyRing | undefined;
  now(): EpochMillis | undefined;
  connected(): boolean;
  report(body: ReportBody): Promise<void>;
  wantsChanged(): void;
}

export interface Updating {
  executors: Partial<Record<CommandName, CommandExecutor>>;
  /** what this device can do beyond others */
  capabilities: string[];
  /** artefacts to be fetched and kept */
  wanted(): AssetId[];
  start(): Promise<void>;
  stop(): void;
}

export function joinUpdating(deps: UpdatingDeps): Updating {
  const { agent, plans, sounding, time, now, cache, report } = deps;
  const { updating } = agent;
  const isQuiet = (forMs: Millis): boolean =>
    sounding().play.sounding().length === 0 &&
    !sounding().play.soundsWithin(forMs) &&
    !plans.startsWithin(forMs, now());
  const reboot = updating && new Reboot({ ...deps, ...updating, note: updating.rebootNote, isQuiet, answer: report });
  const update =
    updating?.versions &&
    new UpdateAgent({
      ...{ ...deps, isQuiet },
      ...updating.versions,
      pathOf: (assetId) => (cache.has(assetId) ? cache.pathOf(assetId) : undefined),
      isWell: () => deps.connected() && time().trust !== 'none' && time().exchanges > 0 && !sounding().output.failed,
      restart: agent.restart,
    });
  return {
    executors: { ...(reboot && { reboot: reboot.executor }), ...(update && { update: update.executor }) },
    capabilities: [
      ...(updating?.rebootMachine === undefined ? [] : ['reboot']),
      ...(update === undefined ? [] : ['update']),
    ],
    wanted: () => update?.wanted() ?? [],
    async start() {
      await reboot?.start();
      await update?.start();
    },
    stop() {
      reboot?.stop();
      update?.stop();
    },
  };
}
