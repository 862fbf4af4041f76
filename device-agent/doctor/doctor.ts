/** `device-agent doctor`: looks at a device and at the way to its office, beside the agent or without it. Changes nothing. */
import { type DoctorReport, type Finding, worstOf } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import { askStatus } from '../adapters/status-socket.ts';
import { readAgentVersion } from '../agent-version.ts';
import { loadAgentConfig, readJson } from '../config.ts';
import { isEnrolling, resolveEnrolling } from '../enrolment/enrolling-config.ts';
import { IdentityFolder } from '../enrolment/identity-folder.ts';
import type { Around, BoardConfig } from './around.ts';
import { checkAgent, checkStores } from './checks/agent.ts';
import { checkBoard } from './checks/board.ts';
import { checkClock } from './checks/clock.ts';
import { checkFolder } from './checks/folder.ts';
import { checkIdentity } from './checks/identity.ts';
import { checkAmplifier, checkLocalPage, checkMicrophone } from './checks/inputs.ts';
import { checkNetwork } from './checks/network.ts';
import { checkMemory, checkNode } from './checks/program.ts';
import { checkSensors } from './checks/sensors.ts';
import { checkSound } from './checks/sound.ts';
import { type Check, examine } from './examine.ts';
import type { Machine } from './machine/machine.ts';
import { AGENT_WORDS } from './words.ts';

const MIB = 1024 ** 2;
/** A day of new audio is some 24 MB; below the first somebody should come by, below the second nothing new fits. */
const ROOM = { lowBytes: 300 * MIB, fullBytes: 30 * MIB };
/** An agent takes some 90 MB. */
const LOW_MEMORY_BYTES = 60 * MIB;
const say = findingsOf(AGENT_WORDS);

export interface DoctorOptions {
  machine: Machine;
  /** for each connection that is tried, ms */
  patienceMs?: number;
  now?: () => number;
}

/** @param path of the configuration file */
export async function examineDevice(path: string, options: DoctorOptions): Promise<DoctorReport> {
  const { machine, now = Date.now } = options;
  const loaded = await load(path);
  const found: Finding[] = loaded.ok
    ? [say('configuration', 'fine', { path })]
    : loaded.faults.map((fault) => say('configuration', 'fault', { path, fault }));
  const always: Record<string, Check> = {
    node: () => checkNode(),
    memory: () => checkMemory(machine, LOW_MEMORY_BYTES),
    board: () => checkBoard({ machine }),
  };
  found.push(...(await examine(loaded.ok ? { ...(await ofBoard(loaded.board, options)), ...always } : always)));
  return {
    format: 1,
    subject: 'agent',
    version: await readAgentVersion(),
    at: new Date(now()).toISOString(),
    verdict: worstOf(found),
    findings: found,
  };
}

async function ofBoard(
  board: BoardConfig,
  { machine, patienceMs, now = Date.now }: DoctorOptions,
): Promise<Record<string, Check>> {
  const { dataFolder } = board.config;
  const status = (await askStatus(dataFolder)) as Around['status'];
  const around: Around = { machine, board, status, now: now() };
  return {
    agent: () => checkAgent(around),
    network: () => checkNetwork(around, patienceMs),
    clock: () => checkClock(around),
    sound: () => checkSound(around),
    amplifier: () => checkAmplifier(around),
    microphone: () => checkMicrophone(around),
    sensors: () => checkSensors(around),
    'local-page': () => checkLocalPage(around),
    identity: () => checkIdentity(around),
    'data-folder': () => checkFolder(machine, dataFolder, ROOM),
    stores: () => checkStores(around),
  };
}

type Loaded = { ok: true; board: BoardConfig } | { ok: false; faults: string[] };

async function load(path: string): Promise<Loaded> {
  const read = await readJson(path);
  if (!read.ok || !isEnrolling(read.value)) {
    const loaded = await loadAgentConfig(path);
    return loaded.ok ? { ok: true, board: { kind: 'agent', config: loaded.config } } : loaded;
  }
  const resolved = await resolveEnrolling(read.value, path);
  if (!resolved.ok) return resolved;
  const { config } = resolved;
  // not there, or of another account: the checks of folder and identity tell
  const enrolled = await new IdentityFolder(config.dataFolder)
    .enrolled(config.deployment.deploymentId)
    .catch(() => undefined);
  return { ok: true, board: { kind: 'enrolling', config, enrolled } };
}
