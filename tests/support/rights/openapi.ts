/** The description of the API, as tests read it; and the smallest body that a schema allows. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  minProperties?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}

export interface OperationBody {
  'x-right'?: string;
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export interface OpenApi {
  paths: Record<string, Record<string, OperationBody>>;
}

export interface Operation {
  method: string;
  /** below the root of the API, with `{name}` */
  path: string;
  right: string | undefined;
  body: Schema | undefined;
  parameters: NonNullable<OperationBody['parameters']>;
}

export const operationsOf = ({ paths }: OpenApi): Operation[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { 'x-right': right, parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path: path.replace('/api/v1', ''),
      right,
      body: requestBody?.content['application/json']?.schema,
      parameters,
    })),
  );

const ID_PATTERN = '^[A-Za-z0-9_-]{1,64}$';

/** Names of all fields of requests that hold ids, those in lists too. */
export function identifiersOf(api: OpenApi): Set<string> {
  const names = new Set<string>();
  const walk = (schema: Schema, name: string): void => {
    if (schema.pattern === ID_PATTERN) names.add(name);
    for (const [field, inner] of Object.entries(schema.properties ?? {})) walk(inner, field);
    if (schema.items !== undefined) walk(schema.items, name);
    for (const choice of schema.anyOf ?? []) walk(choice, name);
  };
  for (const { body, parameters } of operationsOf(api)) {
    if (body !== undefined) walk(body, '');
    for (const { name, schema } of parameters) walk(schema, name);
  }
  return names;
}

/** Values for fields by their name: ids of what is meant. */
export type Named = Readonly<Record<string, unknown>>;

const PATTERNS: readonly [RegExp, string][] = [
  [/\\d\{4\}-\\d\{2\}-\\d\{2\}T/, '2026-12-09T08:00:00+07:00'],
  [/^\^\\d\{4\}-\\d\{2\}-\\d\{2\}\$/, '2026-12-09'],
  [/\\d\{8\}T/, '20261209T080000'],
  [/0-9a-f\]\{64\}/, 'a'.repeat(64)],
  [/\{43\}/, 'A'.repeat(43)],
  [/\[0-5\]\\d|\\d\{2\}:/, '08:00'],
];

/** The smallest value that a schema allows, fields that `named` knows by name filled with that. */
export function sample(schema: Schema, named: Named, name = ''): unknown {
  if (name in named) return named[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return sample(schema.anyOf[0] ?? {}, named, '');
  switch (schema.type) {
    case 'string':
      return PATTERNS.find(([pattern]) => pattern.test(schema.pattern ?? ''))?.[1] ?? 'x'.repeat(schema.minLength ?? 1);
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, named, ''));
    case 'object': {
      const fields = Object.entries(schema.properties ?? {});
      const wanted = fields.filter(([field]) => schema.required?.includes(field));
      const more = wanted.length === 0 && schema.minProperties !== undefined ? fields.slice(0, 1) : [];
      return Object.fromEntries([...wanted, ...more].map(([field, inner]) => [field, sample(inner, named, field)]));
    }
    default:
      return null;
  }
}
