/** Asks until the office has bound this device, and builds the configuration of the agent from what it is given. */
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOfInstallation, keyFingerprint } from '@loa-lang/schemas/sealing/device-code';
import { findInstallation } from '../adapters/installation-id.ts';
import type { LoadedConfig } from '../config.ts';
import { askOffice } from './ask-office.ts';
import { CertificateKeeper } from './certificate-keeper.ts';
import type { EnrollingConfig } from './enrolling-config.ts';
import { type DeviceKey, type Enrolled, IdentityFolder } from './identity-folder.ts';

/** What stands on the box, and what tells this device from an impostor. */
export interface NewDevice {
  /** `asking`: nobody has answered yet */
  state: 'asking' | 'waiting' | 'refused';
  code: string;
  fingerprint: string;
}

export interface Enrolling {
  config: EnrollingConfig;
  agentVersion: string;
  signal: AbortSignal;
  log(line: string): void;
  /** told after each answer */
  onState?(device: NewDevice): void;
}

/** 5 s bridges a restart of the office's machine; a minute spares the SIM card of a device that waits for weeks. */
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;

/** Who this board is, before anybody has heard of it. Makes its key when it has none. */
export async function describeDevice(
  config: EnrollingConfig,
): Promise<NewDevice & { key: DeviceKey; installationId: string }> {
  const installation = await findInstallation(config.installationId);
  if (installation === undefined) {
    throw new Error('nothing identifies this machine: set installationId in the configuration');
  }
  const { installationId } = installation;
  const key = await new IdentityFolder(config.dataFolder).key();
  const code = config.code ?? codeOfInstallation(installationId);
  return { state: 'asking', code, fingerprint: keyFingerprint(key.x), key, installationId };
}

/** Resolves with the agent's configuration once it is enrolled, at once when it was before; `undefined` when stopped. */
export async function enrol(options: Enrolling): Promise<LoadedConfig | undefined> {
  const { config } = options;
  const { deployment, dataFolder } = config;
  const folder = new IdentityFolder(dataFolder);
  const device = await describeDevice(config);
  let enrolled = await folder.enrolled(deployment.deploymentId);
  if (enrolled === undefined) {
    enrolled = await askUntilEnrolled(options, device);
    if (enrolled === undefined) return undefined;
    await folder.keep(enrolled);
  }
  return agentConfig(options, device, enrolled);
}

async function askUntilEnrolled(
  { config, agentVersion, signal, log, onState }: Enrolling,
  device: Awaited<ReturnType<typeof describeDevice>>,
): Promise<Enrolled | undefined> {
  const { deployment } = config;
  const { code, fingerprint, installationId, key } = device;
  let pauseMs = FIRST_PAUSE_MS;
  let said = '';
  const say = (line: string) => {
    if (line !== said) log(line);
    said = line;
  };
  while (!signal.aborted) {
    try {
      const claim = { code, installationId, agentVersion };
      const answer = await askOffice(deployment, deployment.authorities, claim, key, signal);
      if (answer.state === 'enrolled') {
        log(`info enrolled as ${answer.deviceId}`);
        const { deviceId, certificate, broker } = answer;
        return { deploymentId: deployment.deploymentId, deviceId, certificate, brokerUrl: broker.url };
      }
      say(`info ${answer.state === 'waiting' ? 'waits to be bound to a cluster' : 'the office refuses this device'}`);
      onState?.({ state: answer.state, code, fingerprint });
      pauseMs = answer.askAgainS * 1000;
      await rest(pauseMs, signal);
      pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      if (signal.aborted) return undefined;
      say(`warn the office cannot be asked: ${error instanceof Error ? error.message : String(error)}`);
      await rest(pauseMs, signal);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
  }
  return undefined;
}

/** Between three quarters of the pause and the whole: devices that were switched on together drift apart. */
const rest = (pauseMs: number, signal: AbortSignal): Promise<void> =>
  sleep(pauseMs * (0.75 + 0.25 * Math.random()), undefined, { signal }).catch(() => undefined);

function agentConfig(
  { config, agentVersion, signal, log }: Enrolling,
  device: Awaited<ReturnType<typeof describeDevice>>,
  enrolled: Enrolled,
): LoadedConfig {
  const { deployment, keepaliveS, code: _code, ...board } = config;
  const { key, installationId, code } = device;
  const folder = new IdentityFolder(config.dataFolder);
  return {
    ...board,
    deviceId: enrolled.deviceId,
    deploymentId: deployment.deploymentId,
    rootKey: deployment.rootKey,
    installationId,
    broker: { url: enrolled.brokerUrl, ...(keepaliveS !== undefined && { keepaliveS }) },
    signer: { kid: enrolled.deviceId, privateKey: key.privateKey },
    caPem: undefined,
    certificates: new CertificateKeeper({
      ...{ enrolled, key, log, signal, given: deployment.authorities },
      keep: (news) => folder.keep(news),
      ask: (authorities) => askOffice(deployment, authorities, { code, installationId, agentVersion }, key, signal),
    }),
  };
}
