/** What a device's configuration file must say to find and trust this deployment. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { ProvisioningSchema } from '@loa-lang/schemas/http/provisioning';
import type { DeploymentId, DeviceId } from '@loa-lang/schemas/ids';
import type { RootKey } from '@loa-lang/schemas/wire/keys';
import type { Devices } from '../../services/register/devices.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { needs } from '../right.ts';

/** The deployment as its devices must know it. */
export interface DeploymentFacts {
  id: DeploymentId;
  root: RootKey;
  mqttUrl: string;
  /** a device's password at the embedded broker */
  devicePassword: ((deviceId: DeviceId) => string) | undefined;
}

export interface ProvisioningRouteDeps {
  devices: Devices;
  deployment: DeploymentFacts;
}

export function provisioningRoutes(server: HttpServer, { devices, deployment }: ProvisioningRouteDeps): void {
  server.get(
    `${API_ROOT}/devices/:id/provisioning`,
    {
      ...needs('manage', { of: 'device' }),
      schema: { tags: ['devices'], params: IdParamsSchema, response: answers(200, ProvisioningSchema) },
    },
    async ({ params }) => {
      const { id: deviceId } = await devices.get(params.id);
      const password = deployment.devicePassword?.(deviceId);
      return {
        deviceId,
        deploymentId: deployment.id,
        rootKey: deployment.root,
        broker: { url: deployment.mqttUrl, ...(password === undefined ? {} : { username: deviceId, password }) },
      };
    },
  );
}
