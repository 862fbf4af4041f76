/** Waiting for agents in several processes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentStatus } from '@loa-lang/device-agent/condition';

const POLL_MS = 200;

/** Until `count` of them satisfy the condition. @throws when they do not in time. */
export async function untilAgents(
  groups: readonly { statuses: AgentStatus[] }[],
  count: number,
  what: string,
  holds: (status: AgentStatus) => boolean,
  withinMs: number,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const all = groups.flatMap(({ statuses }) => statuses);
    const there = all.filter(holds).length;
    if (there >= count) return;
    if (performance.now() > deadline) {
      const missing = all.find((status) => !holds(status));
      throw new Error(`${what}: ${there} of ${count} agents; one of the others: ${JSON.stringify(missing)}`);
    }
    await sleep(POLL_MS);
  }
}
