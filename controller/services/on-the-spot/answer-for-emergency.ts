/** An emergency that was started at a device: like any other it is to be justified afterwards, by somebody else. */
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { EmergencyStore } from '../../ports/emergency-store.ts';

/** Once for each; of what is no emergency, or is made of nothing that the commune knows, nothing. */
export async function answerFor(
  emergencies: Pick<EmergencyStore, 'create' | 'attach'>,
  { id, communeId, title, requested, level, startAt, endsAt, gainDb, createdAt, ...broadcast }: Broadcast,
): Promise<void> {
  const [made] = broadcast.bulletins;
  if (broadcast.class !== 'emergency' || broadcast.onTheSpot === undefined || made === undefined) return;
  const { credentialId, holder = credentialId } = broadcast.onTheSpot;
  const lastsMs = endsAt - startAt;
  const created = await emergencies.create({
    ...{ id, communeId, bulletinId: made.bulletinId, broadcastId: undefined, drill: false },
    order: { title, requested, level, everyMs: lastsMs, lastsMs, gainDb, liftIds: [], later: false },
    sentBy: { personId: credentialId, name: holder },
    // the day to justify it begins when the commune hears of it
    sentAt: createdAt,
    ...{ fault: undefined, justifiedBy: undefined, justifiedAt: undefined, reason: undefined, flaggedAt: undefined },
  });
  if (created) await emergencies.attach(id, id);
}
