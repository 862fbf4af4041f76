/** Bodies that are nearly what a route's schema asks for. */
import fc, { type Arbitrary } from 'fast-check';
import { oddOf, put } from './mutate.ts';

export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
}

const TEXTS = [
  'Họp thôn lúc 19 giờ',
  'vi',
  '2027-01-15T06:00:00+07:00',
  '06:00',
  '1/1',
  "'; DROP TABLE device; --",
  '\0',
];
const MAX_DEPTH = 5;

/** What the schema asks for; only roughly, since what is rightly refused is looked for as well. */
export function fromSchema(schema: JsonSchema, depth = 0): Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (depth > MAX_DEPTH) return fc.constant(null);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (choices !== undefined && choices.length > 0)
    return fc.oneof(...choices.map((each) => fromSchema(each, depth + 1)));
  if (schema.allOf !== undefined) {
    const parts = schema.allOf.map((each) => fromSchema(each, depth + 1));
    return fc.tuple(...parts).map((all) => Object.assign({}, ...all));
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties !== undefined) {
    const fields = Object.entries(schema.properties ?? {}).map(
      ([name, each]) => [name, fromSchema(each, depth + 1)] as const,
    );
    return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
  }
  if (type === 'array') return fc.array(fromSchema(schema.items ?? {}, depth + 1), { maxLength: 4 });
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') {
    const [min, max] = [schema.minimum ?? -5, schema.maximum ?? 1e6];
    return type === 'integer'
      ? fc.integer({ min, max: Math.max(min, Math.min(max, 2 ** 31 - 1)) })
      : fc.double({ min, max });
  }
  if (schema.format === 'uuid') return fc.uuid();
  return fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 40 }), fc.uuid());
}

/** The same, four times of five with one odd thing somewhere in it. */
export const bentFrom = (schema: JsonSchema): Arbitrary<unknown> =>
  fc
    .tuple(fromSchema(schema), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(4))
    .map(([body, path, odd, how]) => (how === 0 ? body : put(body, path, oddOf(odd))));
