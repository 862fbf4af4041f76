/** Bent bodies to every route that takes one, as the API's own description lists them. */
import { ROLES } from '@loa-lang/schemas/states/people';
import fc from 'fast-check';
import type { HttpApp } from '../http-app.ts';
import { person, signedIn } from '../people.ts';
import { bentFrom, type JsonSchema } from './bodies.ts';

interface Operation {
  method: 'POST' | 'PUT' | 'PATCH';
  path: string;
  schema: JsonSchema;
}

type Described = Record<
  string,
  Record<string, { requestBody?: { content?: Record<string, { schema?: JsonSchema }> } }>
>;

export function operationsOf(paths: Described): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    (['POST', 'PUT', 'PATCH'] as const).flatMap((method) => {
      const schema = methods[method.toLowerCase()]?.requestBody?.content?.['application/json']?.schema;
      return schema === undefined ? [] : [{ method, path, schema }];
    }),
  );
}

/**
 * In the name of somebody who may everything everywhere. @returns how many were sent, and what the server answered with
 * a fault of its own
 */
export async function fuzzHttp(app: HttpApp, cases: number, seed: number): Promise<{ sent: number; faults: string[] }> {
  const described = await app.call('GET', '/openapi.json');
  const operations = operationsOf(described.body.paths);
  const faults: string[] = [];
  let sent = 0;
  const everything = person('all', 'Người thử', [...ROLES]);
  for (const [n, { method, path, schema }] of operations.entries()) {
    // the last one may have ended the session, or put others on record
    await app.putPeople([everything]);
    const ids = fc.oneof(fc.uuid(), fc.constantFrom('0', '..', '%00', 'x'.repeat(300), "'"));
    const property = fc.asyncProperty(bentFrom(schema), ids, async (body, id) => {
      const url = path.replace(/\{[^}]+\}/g, encodeURIComponent(id));
      const payload = JSON.stringify(body) ?? '';
      const headers = { host: 'localhost', 'content-type': 'application/json', ...signedIn('all') };
      const { statusCode } = await app.server.inject({ method, url, payload, headers });
      sent++;
      if (statusCode === 500) faults.push(`${method} ${path}: ${payload.slice(0, 300)}`);
    });
    await fc.assert(property, { numRuns: Math.ceil(cases / operations.length), seed: seed + n, endOnFailure: true });
  }
  return { sent, faults };
}
