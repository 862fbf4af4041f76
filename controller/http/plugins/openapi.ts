/** The description of the API, made from the routes' own schemas. */
import swagger from '@fastify/swagger';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { HttpServer } from '../http-server.ts';
import { needs } from '../right.ts';

export async function installOpenApi(server: HttpServer): Promise<void> {
  await server.register(swagger, {
    transform: ({ schema, url, route }) => ({ url, schema: { ...schema, 'x-right': route.config?.right?.action } }),
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Loa Làng',
        version: '1',
        description: 'Broadcasting to the loudspeaker clusters of communes. All instants are RFC 3339 with an offset.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
  });
  server.get(`${API_ROOT}/openapi.json`, { ...needs('known'), schema: { hide: true } }, () => server.swagger());
}
