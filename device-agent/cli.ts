/** The commands of the program. */
import { parseArgs } from 'node:util';
import { languageOf, printReport } from '@loa-lang/schemas/doctor/print';
import { exitCodeOf } from '@loa-lang/schemas/doctor/report';
import { lockFolder } from './adapters/folder-lock.ts';
import { SharedSounds } from './adapters/opus/shared-sounds.ts';
import { SharedStreams } from './adapters/opus/shared-streams.ts';
import { machineSensors } from './adapters/sensors/machine-sensors.ts';
import { warmUpPlayout } from './adapters/sinks/warm-up.ts';
import { askStatus, serveStatus } from './adapters/status-socket.ts';
import { SystemClock } from './adapters/system-clock.ts';
import { readAgentVersion } from './agent-version.ts';
import { composeAgent } from './compose.ts';
import { type LoadedConfig, loadAgentConfig, processLocale, readJson } from './config.ts';
import { examineDevice } from './doctor/doctor.ts';
import { Machine } from './doctor/machine/machine.ts';
import { enrol, type NewDevice } from './enrolment/enrol.ts';
import { enroll } from './enrolment/enroll-command.ts';
import { type EnrollingConfig, isEnrolling, resolveEnrolling } from './enrolment/enrolling-config.ts';
import { loadFleetConfig } from './fleet/fleet-config.ts';
import { runFleet } from './fleet/run-fleet.ts';
import { openOnTheSpot } from './on-the-spot/open-on-the-spot.ts';
import type { Launched } from './update/open-updating.ts';

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
  run      plays what the controller plans, until it is stopped; a new device first asks the office to be enrolled
  enroll   shows code and fingerprint of a new device and waits until the office has bound it; may be given
           --label FILE.svg (writes the label for the box), --show (asks nobody),
           --controller URL --cluster ID [--token-file FILE] (binds it from here)
  status   asks the agent of this configuration what it knows and does, as JSON
  doctor   finds the usual faults and says what to do, with the agent running or not; may be given --json, --lang vi|en
           (exit code 0: well, 1: something to do)
  fleet    runs many agents in one process; JSON lines on standard output
  version  prints the version`;

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      label: { type: 'string' },
      show: { type: 'boolean' },
      controller: { type: 'string' },
      cluster: { type: 'string' },
      'token-file': { type: 'string' },
      versions: { type: 'string' },
      'trial-ms': { type: 'string' },
      json: { type: 'boolean' },
      lang: { type: 'string' },
    },
  });
type Options = ReturnType<typeof parse>['values'];
const COMMANDS = ['run', 'enroll', 'status', 'doctor', 'fleet'];

/** Carries out one command. @returns the exit code */
export async function runCli(args: readonly string[], around: CliSurroundings): Promise<number> {
  let command: string | undefined;
  let config: string | undefined;
  let values: ReturnType<typeof parse>['values'];
  try {
    const parsed = parse(args);
    [command] = parsed.positionals;
    values = parsed.values;
    config = values.config;
  } catch (error) {
    around.err(error instanceof Error ? error.message : String(error));
    around.err(USAGE);
    return EXIT.misconfigured;
  }
  if (command === 'version') {
    around.out(await readAgentVersion());
    return EXIT.done;
  }
  if (command === undefined || !COMMANDS.includes(command) || config === undefined) {
    around.err(USAGE);
    return EXIT.misconfigured;
  }
  try {
    if (command === 'fleet') return await fleet(config, around);
    if (command === 'enroll') return await enrollHere(config, values, around);
    if (command === 'doctor') return await doctor(config, values, around);
    return command === 'run' ? await run(config, values, around) : await status(config, around);
  } catch (error) {
    around.err(describe(error));
    return EXIT.failed;
  }
}

async function run(path: string, values: Options, around: CliSurroundings): Promise<number> {
  const loaded = await load(path);
  if (!loaded.ok) return refuse(loaded.faults, around);
  const config = loaded.kind === 'agent' ? loaded.config : await enrolFirst(loaded.config, around);
  if (config === undefined) return EXIT.done;
  await warmUpPlayout();
  const sounds = new SharedSounds();
  const clock = new SystemClock({ hasBatteryClock: config.hasBatteryClock ?? false });
  const streams = new SharedStreams();
  const agent = await composeAgent(config, {
    clock,
    openSound: (path, assetId) => sounds.open(path, assetId),
    openDecoder: (streamId) => streams.open(streamId),
    agentVersion: await readAgentVersion(),
    machine: machineSensors(clock),
    log: ({ level, text }) => around.err(`${level} ${text}`),
    restart: () => around.stopping.abort(),
    ...launchedBy(values),
  });
  const listening = await serveStatus(config.dataFolder, () => agent.status());
  if (!listening.ok) around.err(`status cannot be asked for: ${listening.detail}`);
  await agent.start();
  around.err(`info at work as ${config.deviceId}`);
  const log = (text: string) => around.err(`warn ${text}`);
  const spot = await openOnTheSpot(config, { ...agent.onTheSpot, clock, log });
  await aborted(around.stopping.signal);
  await spot.close();
  await agent.stop();
  if (listening.ok) await listening.close();
  return EXIT.done;
}

/** What the launcher adds. */
function launchedBy({ versions, 'trial-ms': trialMs }: Options): { launched?: Launched } {
  return versions === undefined ? {} : { launched: { versions, trialMs: Number(trialMs) } };
}

/** A new device waits here, silent, and tells who asks how to recognise it. */
async function enrolFirst(config: EnrollingConfig, around: CliSurroundings): Promise<LoadedConfig | undefined> {
  const lock = await lockFolder(config.dataFolder);
  let device: NewDevice | undefined;
  const listening = await serveStatus(config.dataFolder, () => ({ enrolment: device ?? { state: 'asking' } }));
  try {
    return await enrol({
      config,
      agentVersion: await readAgentVersion(),
      signal: around.stopping.signal,
      log: around.err,
      onState: (state) => {
        device = state;
      },
    });
  } finally {
    if (listening.ok) await listening.close();
    await lock.release();
  }
}

async function enrollHere(path: string, options: Options, around: CliSurroundings): Promise<number> {
  const loaded = await load(path);
  if (!loaded.ok) return refuse(loaded.faults, around);
  if (loaded.kind === 'agent') return refuse(['deploymentFile is missing: this device is configured by hand'], around);
  if ((options.cluster === undefined) !== (options.controller === undefined)) {
    return refuse(['--cluster and --controller go together'], around);
  }
  const { label, show, cluster, controller } = options;
  const agentVersion = await readAgentVersion();
  const surroundings = { out: around.out, err: around.err, signal: around.stopping.signal, agentVersion };
  const wishes = { label, show, cluster, controller, tokenFile: options['token-file'] };
  return (await enroll(loaded.config, wishes, surroundings)) ? EXIT.done : EXIT.failed;
}

type Loaded =
  | { ok: true; kind: 'agent'; config: LoadedConfig }
  | { ok: true; kind: 'enrolling'; config: EnrollingConfig }
  | { ok: false; faults: string[] };

/** Either kind of configuration file. */
async function load(path: string): Promise<Loaded> {
  const read = await readJson(path);
  if (read.ok && isEnrolling(read.value)) {
    const resolved = await resolveEnrolling(read.value, path);
    return resolved.ok ? { ...resolved, kind: 'enrolling' } : resolved;
  }
  const loaded = await loadAgentConfig(path);
  return loaded.ok ? { ...loaded, kind: 'agent' } : loaded;
}

async function status(path: string, around: CliSurroundings): Promise<number> {
  const loaded = await load(path);
  if (!loaded.ok) return refuse(loaded.faults, around);
  const answer = await askStatus(loaded.config.dataFolder);
  if (answer === undefined) {
    around.err(`no agent is at work in ${loaded.config.dataFolder}`);
    return EXIT.notRunning;
  }
  around.out(JSON.stringify(answer, undefined, 2));
  return EXIT.done;
}

async function doctor(path: string, { json, lang }: Options, around: CliSurroundings): Promise<number> {
  const language = languageOf(lang, processLocale());
  if (language === undefined) {
    around.err(USAGE);
    return EXIT.misconfigured;
  }
  const report = await examineDevice(path, { machine: new Machine() });
  for (const line of json ? [JSON.stringify(report, undefined, 2)] : printReport(report, language)) around.out(line);
  return exitCodeOf(report);
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
