import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { fieldProblems, type SchemaFault } from '@loa-lang/schemas/errors/field-problems';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';

const schema = Type.Object(
  {
    title: Type.String({ minLength: 1, pattern: '^x' }),
    minutes: Type.Optional(Type.Integer({ minimum: 1 })),
    kind: Type.Optional(Type.Enum(['notice', 'urgent'])),
    areaIds: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 2, uniqueItems: true })),
    start: Type.Optional(
      Type.Union([Type.Literal('now'), Type.Object({ at: Type.Number() }, { additionalProperties: false })]),
    ),
  },
  { additionalProperties: false },
);
const validate = TypeBoxValidatorCompiler({ schema, method: 'POST', url: '/', httpPart: 'body' });

function sentences(body: unknown) {
  const result = validate(body) as unknown as { error?: SchemaFault[] };
  return fieldProblems(result.error ?? [], 'body').map(({ path, message }) => [path, message.vi, message.en]);
}

describe('faults of a body in words', () => {
  it.each<[string, unknown, string[][]]>([
    [
      'fields that are missing, and fields that do not exist',
      { foo: 1, bar: 2 },
      [
        ['body', 'thiếu title', 'title is missing'],
        ['body', 'không có trường foo', 'there is no field foo'],
        ['body', 'không có trường bar', 'there is no field bar'],
      ],
    ],
    [
      'values outside what is allowed',
      { title: '', minutes: 0, kind: 'party', areaIds: [] },
      [
        ['body/title', 'title phải có ít nhất 1 ký tự', 'title must have at least 1 character(s)'],
        ['body/title', 'title không đúng dạng', 'title is not of the right form (must match pattern "^x")'],
        ['body/minutes', 'minutes phải ≥ 1', 'minutes must be ≥ 1'],
        ['body/kind', 'kind phải là một trong: notice, urgent', 'kind must be one of: notice, urgent'],
        ['body/areaIds', 'areaIds phải có ít nhất 1 mục', 'areaIds must have at least 1 item(s)'],
      ],
    ],
    [
      'of a union only the alternative that came nearest',
      { title: 'x', start: { at: 'noon' } },
      [['body/start/at', 'start.at phải là số', 'start.at must be a number']],
    ],
    [
      'types and doubles',
      { title: 'x', minutes: 1.5, areaIds: ['a', 'a', 'b'] },
      [
        ['body/minutes', 'minutes phải là số nguyên', 'minutes must be a whole number'],
        ['body/areaIds', 'areaIds phải có nhiều nhất 2 mục', 'areaIds must have at most 2 items'],
        ['body/areaIds', 'areaIds phải không có mục trùng nhau', 'areaIds must have no item twice'],
      ],
    ],
    [
      'the body as a whole',
      null,
      [['body', 'nội dung gửi lên phải là một đối tượng JSON', 'what was sent must be a JSON object']],
    ],
  ])('%s', (_, body, expected) => {
    expect(sentences(body)).toEqual(expected);
  });
});
