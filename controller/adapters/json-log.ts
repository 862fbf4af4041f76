/** One JSON object a line, for people with a terminal and for collectors of logs alike. */
import type { FastifyBaseLogger } from 'fastify';
import { isSecretName, withoutPhones } from '../domain/audit/without-secrets.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Bindings = Record<string, unknown>;

/** What is worth keeping of an error; causes go down a few steps only. */
function plainError(error: Error, depth = 3): Bindings {
  const { name, message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = depth > 0 && error.cause instanceof Error ? { cause: plainError(error.cause, depth - 1) } : {};
  return { name, message, ...code, stack, ...cause };
}

/** Passwords in addresses, tokens, cookies, and addresses of one-time links, wherever a message carries them along. */
const SECRETS: readonly [RegExp, string][] = [
  [/(:\/\/[^\s/:@]*):[^\s/@]+@/g, '$1:[hidden]@'],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 [hidden]'],
  [/\b(loalang_)[\w-]+/g, '$1[hidden]'],
  [/\b(whsec_)[\w+/=-]+/g, '$1[hidden]'],
  [/(\/(?:duyet|thiet-lap|account-links|public\/complaints)\/)[\w-]{8,}/g, '$1[hidden]'],
  [/\b(loa-(?:session|phone)=)[^\s;,"']+/g, '$1[hidden]'],
  [/\b(cookie["']?: ?)[^\r\n]+/gi, '$1[hidden]'],
];

const withoutSecrets = (text: string): string =>
  SECRETS.reduce((shown, [pattern, instead]) => shown.replace(pattern, instead), withoutPhones(text));

const plain = (key: string, value: unknown): unknown => {
  if (isSecretName(key) && value !== undefined && value !== null) return '[hidden]';
  if (typeof value === 'string') return withoutSecrets(value);
  if (value instanceof Error) return plainError(value);
  return typeof value === 'bigint' ? value.toString() : value;
};

/** Fits where Fastify wants a logger. Standard error, since standard output belongs to programs that answer there. */
export class JsonLog implements FastifyBaseLogger {
  level: LogLevel;
  readonly #bindings: Bindings;
  readonly #write: (line: string) => void;

  constructor(level: LogLevel, bindings: Bindings = {}, write: (line: string) => void = writeToStandardError) {
    this.level = level;
    this.#bindings = bindings;
    this.#write = write;
  }

  readonly fatal = (...input: unknown[]): void => this.#log('fatal', input);
  readonly error = (...input: unknown[]): void => this.#log('error', input);
  readonly warn = (...input: unknown[]): void => this.#log('warn', input);
  readonly info = (...input: unknown[]): void => this.#log('info', input);
  readonly debug = (...input: unknown[]): void => this.#log('debug', input);
  readonly trace = (...input: unknown[]): void => this.#log('trace', input);
  readonly silent = (): void => undefined;

  child(bindings: Bindings): JsonLog {
    return new JsonLog(this.level, { ...this.#bindings, ...bindings }, this.#write);
  }

  #log(level: LogLevel, [first, second]: unknown[]): void {
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(this.level) || this.level === 'silent') return;
    const fields = typeof first === 'string' ? {} : first instanceof Error ? { err: first } : (first as Bindings);
    const message = typeof first === 'string' ? first : typeof second === 'string' ? second : undefined;
    const at = new Date().toISOString();
    this.#write(`${JSON.stringify({ at, level, message, ...this.#bindings, ...fields }, plain)}\n`);
  }
}

function writeToStandardError(line: string): void {
  process.stderr.write(line);
}
