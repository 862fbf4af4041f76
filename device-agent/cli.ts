/** The commands of the program. */
import { parseArgs } from 'node:util';
import { SharedSounds } from './adapters/opus/shared-sounds.ts';
import { warmUpPlayout } from './adapters/sinks/warm-up.ts';
import { askStatus, serveStatus } from './adapters/status-socket.ts';
import { SystemClock } from './adapters/system-clock.ts';
import { readAgentVersion } from './agent-version.ts';
import { composeAgent } from './compose.ts';
import { loadAgentConfig } from './config.ts';
import { loadFleetConfig } from './fleet/fleet-config.ts';
import { runFleet } from './fleet/run-fleet.ts';

export interface CliSurroundings {
  out(line: string): void;
  err(line: string): void;
  /** the program is asked to end */
  stopping: AbortController;
}

export const EXIT = {
  done: 0,
  /** it could not start, or broke */
  failed: 1,
  /** wrong use, or configuration with faults */
  misconfigured: 2,
  /** `status`: no agent is at work in that folder */
  notRunning: 3,
} as const;

export const USAGE = `Usage: device-agent <command> --config FILE
  run      plays what the controller plans, until it is stopped
  status   asks the agent of this configuration what it knows and does, as JSON
  fleet    runs many agents in one process; JSON lines on standard output
  version  prints the version`;

/** Carries out one command. @returns the exit code */
export async function runCli(args: readonly string[], around: CliSurroundings): Promise<number> {
  let command: string | undefined;
  let config: string | undefined;
  try {
    const parsed = parseArgs({ args: [...args], allowPositionals: true, options: { config: { type: 'string' } } });
    [command] = parsed.positionals;
    config = parsed.values.config;
  } catch (error) {
    around.err(error instanceof Error ? error.message : String(error));
    around.err(USAGE);
    return EXIT.misconfigured;
  }
  if (command === 'version') {
    around.out(await readAgentVersion());
    return EXIT.done;
  }
  if ((command !== 'run' && command !== 'status' && command !== 'fleet') || config === undefined) {
    around.err(USAGE);
    return EXIT.misconfigured;
  }
  try {
    if (command === 'fleet') return await fleet(config, around);
    return command === 'run' ? await run(config, around) : await status(config, around);
  } catch (error) {
    around.err(describe(error));
    return EXIT.failed;
  }
}

async function run(path: string, around: CliSurroundings): Promise<number> {
  const loaded = await loadAgentConfig(path);
  if (!loaded.ok) return refuse(loaded.faults, around);
  const { config } = loaded;
  await warmUpPlayout();
  const sounds = new SharedSounds();
  const agent = await composeAgent(config, {
    clock: new SystemClock({ hasBatteryClock: config.hasBatteryClock ?? false }),
    openSound: (path, assetId) => sounds.open(path, assetId),
    agentVersion: await readAgentVersion(),
    log: ({ level, text }) => around.err(`${level} ${text}`),
    restart: () => around.stopping.abort(),
  });
  const listening = await serveStatus(config.dataFolder, () => agent.status());
  if (!listening.ok) around.err(`status cannot be asked for: ${listening.detail}`);
  await agent.start();
  around.err(`info at work as ${config.deviceId}`);
  await aborted(around.stopping.signal);
  await agent.stop();
  if (listening.ok) await listening.close();
  return EXIT.done;
}

async function status(path: string, around: CliSurroundings): Promise<number> {
  const loaded = await loadAgentConfig(path);
  if (!loaded.ok) return refuse(loaded.faults, around);
  const answer = await askStatus(loaded.config.dataFolder);
  if (answer === undefined) {
    around.err(`no agent is at work in ${loaded.config.dataFolder}`);
    return EXIT.notRunning;
  }
  around.out(JSON.stringify(answer, undefined, 2));
  return EXIT.done;
}

async function fleet(path: string, around: CliSurroundings): Promise<number> {
  const loaded = await loadFleetConfig(path);
  if (!loaded.ok) return refuse(loaded.faults, around);
  await runFleet(loaded.fleet, around.out, around.err, around.stopping.signal);
  return EXIT.done;
}

function refuse(faults: readonly string[], around: CliSurroundings): number {
  around.err('the configuration has faults:');
  for (const fault of faults) around.err(`- ${fault}`);
  return EXIT.misconfigured;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** An error with its causes, one line. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${describe(error.cause)}`;
}
