/** What the people of the commune do: write, approve, return, make up, lock, answer. By the HTTP API like anybody. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApprovalBody } from '@loa-lang/schemas/http/approvals';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import { ApiError } from '../api.ts';
import { isoInstant, plusDays } from './days.ts';
import type { MonthText } from './texts.ts';
import type { World } from './world.ts';

const POLL_MS = 20;

/** Made, spoken and ready. @throws Error when it cannot be made */
export async function write(
  { all, account }: World,
  body: { title: string; text: string; kind?: string; category?: string; validUntil?: string },
): Promise<BulletinBody> {
  const { caller } = all.officer;
  let made = await caller.post<BulletinBody>('/bulletins', { communeId: account.communeId, ...body });
  while (made.state === 'processing') {
    await sleep(POLL_MS);
    made = await caller.get<BulletinBody>(`/bulletins/${made.id}`);
  }
  if (made.state === 'failed') throw new Error(`${body.title}: ${JSON.stringify(made.fault)}`);
  return made;
}

export const writeFor = (world: World, { title, category, text, days }: MonthText): Promise<BulletinBody> =>
  write(world, { title, category, text, validUntil: isoInstant(plusDays(world.now, days)) });

/** The approver goes through what waits. @param returning why the first one that has a start is given back */
export async function decide({ all, account }: World, returning?: string): Promise<void> {
  const { caller } = all.approver;
  const query = `communeId=${account.communeId}&mine=true&limit=100`;
  const { approvals } = await caller.get<{ approvals: ApprovalBody[] }>(`/approvals?${query}`);
  let reason = returning;
  for (const { id, bindingHash, subjectKind } of approvals) {
    const returned = reason !== undefined && subjectKind === 'broadcast';
    const decision = returned ? { decision: 'return', reason } : { decision: 'approve' };
    try {
      await caller.post(`/approvals/${id}/decisions`, { bindingHash, ...decision });
      account[returned ? 'returned' : 'approved'] += 1;
      if (returned) reason = undefined;
    } catch (error) {
      // what it is for may have gone by, or changed, since the list was made
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** A bulletin of its own time and place, twice read, waiting for the approver. */
export async function announce(
  world: World,
  about: { title: string; text: string; startAt: number; areaIds?: string[]; kind?: string; broadcastClass?: string },
): Promise<void> {
  const { title, text, startAt, areaIds, kind = 'urgent', broadcastClass = 'urgent' } = about;
  const { id } = await write(world, { title, text, kind });
  await world.all.officer.caller.post('/broadcasts', {
    bulletins: [{ bulletinId: id }],
    title,
    targets: { areaIds: areaIds ?? [world.account.communeId] },
    start: isoInstant(startAt),
    class: broadcastClass,
  });
}

/** What was missed since the instant is made up for where that is possible; the approver is near. */
export async function makeUp(world: World, since: number): Promise<void> {
  const missed = [...world.account.broadcasts].filter(
    ([, { startAt, clusters }]) => startAt >= since && [...clusters.values()].some((outcome) => outcome !== 'reached'),
  );
  for (const [id] of missed.slice(-1)) {
    try {
      const { broadcast } = await world.all.officer.caller.post<{ broadcast: { id: string } }>(
        `/broadcasts/${id}/make-up`,
        { start: isoInstant(world.now + 20 * 60_000) },
      );
      world.account.makeUps.push(broadcast.id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
  await decide(world);
}
