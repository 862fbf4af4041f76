/** The power goes again and again while a device is updated. */

import type { MadeRelease } from '#deploy/release/make';
import type { AgentWorld } from '../integration/device-agent/agent-world.ts';
import { eventually, sleep } from './eventually.ts';
import { LaunchedAgent } from './launched-agent.ts';

export interface CutOutcome {
  outcome: string;
  /** versions that ran, in order */
  ran: string[];
  state: ReturnType<LaunchedAgent['state']>;
}

/**
 * Orders the release and cuts the power after each of `afterMs` of being up. Then power stays.
 * @returns what the device answered in the end, whichever version of it
 */
export async function updateWithCuts(
  world: AgentWorld,
  deviceId: string,
  release: MadeRelease,
  afterMs: readonly number[],
  trialMs = 20_000,
): Promise<CutOutcome> {
  const agent = await LaunchedAgent.make(world, deviceId, trialMs);
  const seenBefore = world.controller.presences.length;
  agent.start();
  await eventually('ready', () => agent.isReady(), 60_000);
  const id = await agent.order(release, `${deviceId}-update`);
  try {
    for (const ms of afterMs) {
      await sleep(ms);
      await agent.kill();
      agent.start();
    }
    await eventually(`${deviceId} answers`, () => agent.answers(id).length > 0, 60_000);
    await eventually(`${deviceId} is back`, () => agent.online !== undefined);
    const presences = world.controller.presences.slice(seenBefore).filter((each) => each.deviceId === deviceId);
    const ran = presences.flatMap(({ state, agentVersion }) => (state === 'online' ? [agentVersion] : []));
    return { outcome: agent.answers(id)[0]?.outcome ?? '', ran, state: agent.state() };
  } catch (error) {
    throw new Error(`${deviceId}: ${agent.said.join('').slice(-2000)}`, { cause: error });
  } finally {
    await agent.stop();
  }
}
