/** Redis, where jobs wait in one: reachable, new enough, and it drops nothing to make room. */
import { lookAtRedis } from '@loa-lang/controller/adapters/queue/redis-backend';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
/** BullMQ asks for it. */
const LEAST = [6, 2] as const;

export async function checkRedis({ config: { redisUrl } }: Pick<Around, 'config'>): Promise<Finding[]> {
  if (redisUrl === undefined) return [];
  const { host } = new URL(redisUrl);
  try {
    const { version, policy = 'noeviction', keeps } = await lookAtRedis(redisUrl);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const isOld = major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]);
    const found = [
      ...(isOld ? [say('redis', 'old', { version, least: LEAST.join('.') })] : []),
      ...(policy === 'noeviction' ? [] : [say('redis', 'evicts', { policy })]),
      ...(keeps ? [] : [say('redis', 'forgets')]),
    ];
    return found.length > 0 ? found : [say('redis', 'fine', { host, version })];
  } catch (error) {
    return [say('redis', 'unreachable', { host, detail: error instanceof Error ? error.message : String(error) })];
  }
}
