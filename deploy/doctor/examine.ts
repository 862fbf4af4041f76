/** All checks of a controller. It need not run, and nothing is changed. */
import { readConfig } from '@loa-lang/controller/config';
import { checkFolder } from '@loa-lang/device-agent/doctor/checks/folder';
import { checkMemory, checkNode } from '@loa-lang/device-agent/doctor/checks/program';
import { type Check, examine } from '@loa-lang/device-agent/doctor/examine';
import type { Machine } from '@loa-lang/device-agent/doctor/machine/machine';
import { type DoctorReport, type Finding, worstOf } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import { type Around, lookAround } from './around.ts';
import { checkBackups } from './checks/backups.ts';
import { checkBroker } from './checks/broker.ts';
import { checkClock } from './checks/clock.ts';
import { checkController } from './checks/controller.ts';
import { checkDatabase } from './checks/database.ts';
import { checkDevices } from './checks/devices.ts';
import { checkFfmpeg } from './checks/ffmpeg.ts';
import { checkKeys } from './checks/keys.ts';
import { checkPorts } from './checks/ports.ts';
import { checkReach } from './checks/reach.ts';
import { checkRedis } from './checks/redis.ts';
import { checkSpeech } from './checks/speech.ts';
import { CONTROLLER_WORDS } from './words.ts';

const MIB = 1024 ** 2;
/** Room for a few days of uploads; below the second figure health calls the disk ill. */
const ROOM = { lowBytes: 2048 * MIB, fullBytes: 500 * MIB, foreign: ['postgres'] };
/** What a transcoding takes beside the controller. */
const LOW_MEMORY_BYTES = 300 * MIB;
const say = findingsOf(CONTROLLER_WORDS);

export interface ExamineOptions {
  /** of the controller */
  environment: Readonly<Record<string, string | undefined>>;
  machine: Machine;
  version: string;
  backups?: string | undefined;
  patienceMs?: number;
  now?: () => number;
}

export async function examineController(options: ExamineOptions): Promise<DoctorReport> {
  const { environment, machine, version, backups, patienceMs, now = Date.now } = options;
  const read = readConfig(environment);
  const found: Finding[] = read.ok
    ? [say('configuration', 'fine')]
    : read.faults.map((fault) => say('configuration', 'fault', { fault }));
  const always: Record<string, Check> = {
    node: () => checkNode(),
    memory: () => checkMemory(machine, LOW_MEMORY_BYTES),
  };
  if (read.ok) {
    const around = await lookAround(read.config, { machine, backups, patienceMs, now: now() });
    found.push(...(await examine({ ...ofDeployment(around), ...always })));
    await around.database?.client.$disconnect();
  } else found.push(...(await examine(always)));
  const at = new Date(now()).toISOString();
  return { format: 1, subject: 'controller', version, at, verdict: worstOf(found), findings: found };
}

const ofDeployment = (around: Around): Record<string, Check> => ({
  controller: () => checkController(around),
  'data-folder': () => checkFolder(around.machine, around.config.dataDir, ROOM),
  keys: () => checkKeys(around),
  database: () => checkDatabase(around),
  broker: () => checkBroker(around),
  redis: () => checkRedis(around),
  ports: () => checkPorts(around),
  reach: () => checkReach(around),
  clock: () => checkClock(around),
  ffmpeg: () => checkFfmpeg(around),
  speech: () => checkSpeech(around),
  devices: () => checkDevices(around),
  backups: () => checkBackups(around),
});
