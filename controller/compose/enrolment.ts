/** The door at which devices ask to be enrolled. */
import type { AddressInfo } from 'node:net';
import type { DeploymentFile } from '@loa-lang/schemas/wire/enrolment';
import { isUnavailable } from '../adapters/repositories/database-faults.ts';
import { hostOf } from '../config/devices.ts';
import type { ControllerConfig } from '../config.ts';
import { buildEnrolmentApp } from '../http/enrolment-app.ts';
import type { Enrolments } from '../services/enrolment/enrolments.ts';
import type { Shutdown } from '../shutdown.ts';
import { portWords, startStep } from '../start-fault.ts';
import type { Storage } from './storage.ts';

export interface EnrolmentDoor {
  url: string;
}

/** `undefined` where devices are offered no TLS. */
export async function openEnrolmentDoor(
  { devices }: ControllerConfig,
  { authority }: Storage,
  enrolments: Enrolments,
  shutdown: Shutdown,
): Promise<EnrolmentDoor | undefined> {
  if (devices === undefined) return undefined;
  const { host, enrolmentPort } = devices;
  const app = buildEnrolmentApp(enrolments, await authority.issueServer(devices.names), isUnavailable);
  await startStep(portWords('DEVICE_ENROLMENT_PORT', host, enrolmentPort), () =>
    app.listen({ host, port: enrolmentPort }),
  );
  shutdown.add('enrolment', () => app.close());
  return { url: `https://${hostOf(devices)}:${(app.server.address() as AddressInfo).port}` };
}

/** What a fresh device is given, before it trusts anybody. */
export const deploymentFileOf = ({ keys, authority }: Storage, enrolmentUrl: string): DeploymentFile => ({
  deploymentId: keys.deploymentId,
  rootKey: keys.root,
  authorities: [...authority.certificates],
  enrolmentUrl,
});
