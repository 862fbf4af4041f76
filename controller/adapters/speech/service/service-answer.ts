/** In what form a speech service hands over its sound, and which links it may name. Pure. */

/** `path`: names of the fields that lead to it, outermost first. */
export type AnswerForm = { kind: 'audio' } | { kind: 'base64' | 'link'; path: readonly string[] };

const FORM = /^(base64|link):([\w-]{1,64}(?:\.[\w-]{1,64}){0,7})$/;

/** From `audio`, `base64:audioContent` or `link:data.url`; `undefined` when it is none of these. */
export function parseAnswerForm(text: string): AnswerForm | undefined {
  if (text === 'audio') return { kind: 'audio' };
  const [, kind, path] = FORM.exec(text) ?? [];
  return path === undefined ? undefined : { kind: kind as 'base64' | 'link', path: path.split('.') };
}

/** A name, with a port or without; `*.` before it stands for every name that ends so. */
const HOST = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/;

/** Hosts apart by commas; `undefined` when one of them is none. */
export function parseHosts(text: string): string[] | undefined {
  const hosts = text.split(',').map((host) => host.trim().toLowerCase());
  return hosts.every((host) => HOST.test(host)) ? hosts : undefined;
}

/** Characters of an answer that is no sound, as they are shown. */
const SHOWN = 120;

/** The text at the end of the path, or why there is none. */
export function textIn(answer: Uint8Array, path: readonly string[]): { ok: true; text: string } | Missing {
  const json = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength).toString();
  const said = json.slice(0, SHOWN).replace(/\s+/g, ' ');
  const missing = (what: string): Missing => ({ ok: false, detail: `the answer ${what}: ${said}` });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return missing('is not JSON');
  }
  for (const name of path) {
    const isNode = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    value = isNode ? (value as Record<string, unknown>)[name] : undefined;
  }
  return typeof value === 'string' && value !== '' ? { ok: true, text: value } : missing(`has no "${path.join('.')}"`);
}
type Missing = { ok: false; detail: string };

/** RFC 4648, with or without padding, alone or as a `data:` address. `undefined` for anything else. */
export function soundOfBase64(text: string): Uint8Array | undefined {
  const [, digits = ''] = /^(?:data:[\w/+.;=-]{0,100},)?([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  return digits === '' ? undefined : Buffer.from(digits, 'base64');
}

/**
 * What a service names is fetched by the server, from inside its network: only from where the service itself is, or
 * from hosts that were allowed; never less safely than the service is asked.
 */
export function linkTo(link: string, serviceUrl: string, hosts: readonly string[]): { ok: true; url: URL } | Missing {
  const service = new URL(serviceUrl);
  if (!URL.canParse(link, service.href)) return { ok: false, detail: 'the link is no address' };
  const url = new URL(link, service);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && service.protocol === 'http:');
  if (!isSafe || url.username !== '' || url.password !== '')
    return { ok: false, detail: `the link is not followed: ${url.protocol}//${url.host}` };
  const isAllowed = url.origin === service.origin || hosts.some((host) => isHost(url.host, host));
  return isAllowed
    ? { ok: true, url }
    : { ok: false, detail: `the link leads to ${url.host}, which SPEECH_HTTP_LINK_HOSTS does not name` };
}

const isHost = (host: string, allowed: string): boolean =>
  allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;
