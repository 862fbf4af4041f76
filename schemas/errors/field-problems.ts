/** Faults of a body, query or path against its schema, in words a person can act upon. */
import type { ErrorBody } from './body.ts';
import type { Words } from './codes.ts';

/** One fault as JSON Schema validators report it; `instancePath` is a JSON pointer (RFC 6901). */
export interface SchemaFault {
  keyword: string;
  instancePath: string;
  schemaPath: string;
  params: Record<string, unknown>;
  message?: string | undefined;
}

type Detail = NonNullable<ErrorBody['details']>[number] & { message: Words };

/** @param where what was checked: `body`, `querystring`, `params`, `headers` */
export function fieldProblems(faults: readonly SchemaFault[], where: string): Detail[] {
  return bestAlternatives(faults)
    .filter(({ keyword }) => keyword !== 'boolean')
    .flatMap((fault) => {
      const path = `${where}${fault.instancePath}`;
      return inWords(fault, nameOf(fault.instancePath)).map((message) => ({
        path,
        problem: fault.message ?? fault.keyword,
        message,
      }));
    });
}

/** Of a union only the alternative counts that came nearest: the others would contradict it. */
function bestAlternatives(faults: readonly SchemaFault[]): SchemaFault[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { schemaPath, keyword } of faults) {
    const [, union, branch] = UNION.exec(schemaPath) ?? [];
    if (union === undefined || branch === undefined) continue;
    const branches = counts.get(union) ?? new Map<string, number>();
    branches.set(branch, (branches.get(branch) ?? 0) + (keyword === 'boolean' ? 0 : 1));
    counts.set(union, branches);
  }
  const nearest = new Map(
    [...counts].map(([union, branches]) => [union, [...branches].sort((a, b) => a[1] - b[1])[0]?.[0]]),
  );
  return faults.filter(({ schemaPath, keyword }) => {
    const [, union, branch] = UNION.exec(schemaPath) ?? [];
    if (union !== undefined) return nearest.get(union) === branch;
    // that nothing fits says less than why the nearest does not
    return !(keyword === 'anyOf' && counts.has(schemaPath));
  });
}

const UNION = /^(.*?)\/anyOf\/(\d+)/;

const nameOf = (pointer: string): string | undefined =>
  pointer === ''
    ? undefined
    : pointer
        .slice(1)
        .split('/')
        .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))
        .join('.');

const TYPES: Record<string, Words> = {
  string: { vi: 'là chuỗi chữ', en: 'be a string' },
  number: { vi: 'là số', en: 'be a number' },
  integer: { vi: 'là số nguyên', en: 'be a whole number' },
  boolean: { vi: 'là true hoặc false', en: 'be true or false' },
  object: { vi: 'là một đối tượng JSON', en: 'be a JSON object' },
  array: { vi: 'là một danh sách', en: 'be a list' },
  null: { vi: 'để trống (null)', en: 'be null' },
};

/** Mostly one sentence; one a field where several are missing or too many. */
function inWords({ keyword, params, message = '' }: SchemaFault, name: string | undefined): Words[] {
  const vi = name ?? 'nội dung gửi lên';
  const en = name ?? 'what was sent';
  const must = (words: Words): Words[] => [{ vi: `${vi} phải ${words.vi}`, en: `${en} must ${words.en}` }];
  const limit = String(params.limit ?? '');
  const inside = (field: string): string => (name === undefined ? field : `${name}.${field}`);
  switch (keyword) {
    case 'required':
      return names(params.requiredProperties).map((field) => ({
        vi: `thiếu ${inside(field)}`,
        en: `${inside(field)} is missing`,
      }));
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return names(params[keyword]).map((field) => ({
        vi: `không có trường ${inside(field)}`,
        en: `there is no field ${inside(field)}`,
      }));
    case 'type':
      return must(TYPES[String(params.type)] ?? { vi: `là ${params.type}`, en: `be ${params.type}` });
    case 'enum': {
      const allowed = names(params.allowedValues).join(', ');
      return must({ vi: `là một trong: ${allowed}`, en: `be one of: ${allowed}` });
    }
    case 'const':
      return must({ vi: `là ${params.allowedValue}`, en: `be ${params.allowedValue}` });
    case 'minLength':
      return must({ vi: `có ít nhất ${limit} ký tự`, en: `have at least ${limit} character(s)` });
    case 'maxLength':
      return must({ vi: `có nhiều nhất ${limit} ký tự`, en: `have at most ${limit} characters` });
    case 'minItems':
      return must({ vi: `có ít nhất ${limit} mục`, en: `have at least ${limit} item(s)` });
    case 'maxItems':
      return must({ vi: `có nhiều nhất ${limit} mục`, en: `have at most ${limit} items` });
    case 'uniqueItems':
      return must({ vi: 'không có mục trùng nhau', en: 'have no item twice' });
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum': {
      const comparison = `${String(params.comparison).replace('>=', '≥').replace('<=', '≤')} ${limit}`;
      return must({ vi: comparison, en: `be ${comparison}` });
    }
    case 'pattern':
    case 'format':
      return [{ vi: `${vi} không đúng dạng`, en: `${en} is not of the right form (${message})` }];
    default:
      return [{ vi: `${vi} không đúng (${keyword})`, en: `${en}: ${message}` }];
  }
}

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
