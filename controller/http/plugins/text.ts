/** Text that PostgreSQL cannot hold is refused before anything is done with it. */
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';

/** U+0000, and halves of surrogate pairs, which are no characters. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** Called after validation, whose schemas bound the depth. */
const isUnstorable = (value: unknown): boolean => {
  if (typeof value === 'string') return UNSTORABLE.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => UNSTORABLE.test(key) || isUnstorable(inner));
};

/** @throws Refusal */
export function checkStorable(value: unknown): void {
  if (isUnstorable(value)) throw new Refusal('bad-request', { detail: 'U+0000, U+D800–DFFF' });
}

export function installTextCheck(server: HttpServer): void {
  server.addHook('preHandler', async ({ body, query }) => {
    checkStorable(body);
    checkStorable(query);
  });
}
