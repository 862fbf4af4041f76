/** Route of the devices that have hung on a cluster. */
import { HardwareListSchema } from '@loa-lang/schemas/http/clusters';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { inGroups } from '@loa-lang/schemas/sealing/device-code';
import type { HardwareReader } from '../../ports/hardware-reader.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { outInstant, outOptional } from '../instants.ts';
import { needs } from '../right.ts';

export interface HardwareRouteDeps {
  hardware: HardwareReader;
}

export function hardwareRoutes(server: HttpServer, { hardware }: HardwareRouteDeps): void {
  server.get(
    `${API_ROOT}/clusters/:id/hardware`,
    {
      ...needs('see', { of: 'cluster' }),
      schema: { tags: ['remote'], params: IdParamsSchema, response: answers(200, HardwareListSchema) },
    },
    async ({ params: { id } }) => ({
      devices: (await hardware.of(id)).map(({ deviceId, code, agentVersion, from, until, by }) => ({
        deviceId,
        ...(code !== undefined && { code: inGroups(code) }),
        ...(agentVersion !== undefined && { agentVersion }),
        ...{ from: outInstant(from), ...outOptional('until', until) },
        ...(by !== undefined && { by }),
      })),
    }),
  );
}
