/** Heads of HTTP messages as they come over a raw connection; SHOUTcast's answers (`ICY 200 OK`) are such, too. */

export const MAX_HEAD_BYTES = 16 * 1024;
const END = '\r\n\r\n';
const BARE_END = '\n\n';

export interface Head {
  /** first line */
  line: string;
  /** names in lower case; of those that come twice the last counts */
  headers: ReadonlyMap<string, string>;
  /** what came behind the head */
  rest: Buffer;
}

/** `undefined` while it is not there as a whole. @throws {RangeError} when it is larger than any real one */
export function readHead(bytes: Buffer): Head | undefined {
  const text = bytes.toString('latin1', 0, MAX_HEAD_BYTES + END.length);
  const [end, length] = [text.indexOf(END), END.length];
  const [bareEnd, bareLength] = [text.indexOf(BARE_END), BARE_END.length];
  const at = end === -1 ? bareEnd : end;
  if (at === -1) {
    if (bytes.length > MAX_HEAD_BYTES) throw new RangeError(`a head of more than ${MAX_HEAD_BYTES} bytes`);
    return undefined;
  }
  const [line = '', ...fields] = text.slice(0, at).split(/\r?\n/);
  const headers = fields.flatMap((field): [string, string][] => {
    const colon = field.indexOf(':');
    return colon < 1 ? [] : [[field.slice(0, colon).trim().toLowerCase(), field.slice(colon + 1).trim()]];
  });
  return { line, headers: new Map(headers), rest: bytes.subarray(at + (end === -1 ? bareLength : length)) };
}
