/**
 * How a speech service is asked: method, address, headers and body with holes `{text}`, `{voice}`, `{speed}` and
 * `{wordsPerMinute}`. Each hole is filled in the way of its place, so no text can change the request's shape. Pure.
 */
export interface RequestTemplate {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  /** names in lower case; with every hole but `{text}`, which is no header's */
  headers: Readonly<Record<string, string>>;
  body: string | undefined;
}

export interface RequestValues {
  text: string;
  voice: string;
  /** 1 is as the service's voices were trained */
  speed: number;
  wordsPerMinute: number;
}

export interface FilledRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

type BodyKind = 'json' | 'form' | 'xml' | 'text';

const HOLE = /\{(text|voice|speed|wordsPerMinute)\}/g;
const ONLY_A_NUMBER = /^\{(speed|wordsPerMinute)\}$/;

/** Everything that is wrong with a template, in both languages; none when it can be filled. */
export function templateFaults({ url, headers, body, method }: RequestTemplate): { vi: string; en: string }[] {
  const faults: { vi: string; en: string }[] = [];
  if (!`${url}${body ?? ''}`.includes('{text}')) {
    faults.push({ vi: 'phải có {text} trong địa chỉ hoặc nội dung', en: 'must have {text} in its address or body' });
  }
  if (Object.values(headers).some((value) => value.includes('{text}')))
    faults.push({ vi: '{text} không đặt được trong header', en: 'cannot have {text} in a header' });
  if (method === 'GET' && body !== undefined)
    faults.push({ vi: 'GET không có nội dung', en: 'has a body, which GET cannot have' });
  if (body === undefined) return faults;
  const kind = bodyKind(headers);
  if (kind === undefined) {
    faults.push({
      vi: 'cần Content-Type là JSON, biểu mẫu, XML hoặc text/plain',
      en: 'needs a Content-Type of JSON, form, XML or text/plain',
    });
  }
  if (kind === 'json' && parseJson(body) === undefined)
    faults.push({ vi: 'không phải JSON hợp lệ', en: 'is not valid JSON' });
  return faults;
}

/** @throws when the template has faults, see {@link templateFaults} */
export function fillRequest(template: RequestTemplate, values: RequestValues): FilledRequest {
  const { method, url, headers, body } = template;
  const plain = (text: string): string => text;
  const told = Object.entries(headers).map(([name, value]) => [name, fill(value, values, plain)]);
  const filled = { method, url: fill(url, values, encodeURIComponent), headers: Object.fromEntries(told) };
  return body === undefined ? filled : { ...filled, body: fillBody(body, bodyKind(headers), values) };
}

function fillBody(body: string, kind: BodyKind | undefined, values: RequestValues): string {
  switch (kind) {
    case 'json':
      return JSON.stringify(fillTree(JSON.parse(body), values));
    case 'form':
      return fill(body, values, encodeURIComponent);
    case 'xml':
      return fill(body, values, escapeXml);
    case 'text':
      return fill(body, values, (text) => text);
    default:
      throw new Error('a body of an unknown type');
  }
}

/** Holes in the strings of a JSON tree; a string that is nothing but a number's hole becomes that number. */
function fillTree(tree: unknown, values: RequestValues): unknown {
  if (typeof tree === 'string') {
    const number = ONLY_A_NUMBER.exec(tree)?.[1] as 'speed' | 'wordsPerMinute' | undefined;
    return number === undefined ? fill(tree, values, (text) => text) : values[number];
  }
  if (Array.isArray(tree)) return tree.map((each) => fillTree(each, values));
  if (tree === null || typeof tree !== 'object') return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, each]) => [key, fillTree(each, values)]));
}

/** One pass: what was filled in is not looked at again. */
const fill = (template: string, values: RequestValues, encode: (text: string) => string): string =>
  template.replace(HOLE, (_, name: keyof RequestValues) => encode(String(values[name])));

const XML_ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => XML_ENTITIES[sign] ?? sign);

function bodyKind(headers: Readonly<Record<string, string>>): BodyKind | undefined {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  if (type === 'text/xml' || type === 'application/xml' || type.endsWith('+xml')) return 'xml';
  return type === 'text/plain' ? 'text' : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
