/** Which draft the address means: one that was kept here, a bulletin of the controller, or a new one. */
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import { ask } from '../../api/ask.ts';
import type { When } from '../when/when.ts';
import { ALL_PARTS, type Draft, emptyDraft, soundKey, type Targets } from './draft.ts';
import { draftOf } from './kept-drafts.ts';

export interface Asked {
  /** in the address: a draft or a bulletin */
  id: string | undefined;
  /** the broadcast whose returned request is answered */
  revises: string | undefined;
  /** whose bulletin is taken for a new one */
  again: string | undefined;
  /** who writes */
  by: string;
  usual: When;
  /** @returns once at that instant, on the commune's clocks; the usual one where it has passed */
  whenAt: (instant: string) => When;
  everywhere: Targets;
}

interface Airing {
  targets: Targets;
  startAt: string;
  bulletins: { bulletinId: string }[];
}

const newId = (): string => `nhap-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

export async function openDraft({ id: named, revises, again, by, usual, whenAt, everywhere }: Asked): Promise<Draft> {
  const fresh: Draft = { ...emptyDraft(newId(), usual), targets: everywhere, by };
  if (again !== undefined) {
    const { bulletin, targets } = await knownOf(again, revises);
    return bulletin.text === undefined
      ? { ...fresh, ...about(bulletin), targets: targets ?? everywhere, source: 'file', bulletinId: bulletin.id }
      : { ...fresh, ...about(bulletin), targets: targets ?? everywhere };
  }
  const id = named ?? (revises === undefined ? undefined : await bulletinOf(revises));
  if (id === undefined) return fresh;
  const ownId = revises === undefined ? id : `${id}-${revises}-${by}`;
  const kept = await draftOf(ownId, by).catch(() => undefined);
  // fields that an earlier version of the console did not have
  if (kept !== undefined) return { ...fresh, ...kept };
  if (id.startsWith('nhap-')) return fresh;
  const { bulletin, targets, startAt } = await knownOf(id, revises);
  const draft: Draft = {
    ...{ ...fresh, ...about(bulletin), id: ownId, revises },
    ...(startAt !== undefined && { when: whenAt(startAt) }),
    ...{
      targets: targets ?? everywhere,
      source: bulletin.text === undefined ? 'file' : 'text',
      bulletinId: bulletin.id,
    },
  };
  return { ...draft, madeOf: soundKey(draft) };
}

/** What of a broadcast is written anew. */
const bulletinOf = async (broadcastId: string): Promise<string | undefined> =>
  (await ask<Airing>(`/broadcasts/${broadcastId}`)).bulletins[0]?.bulletinId;

/** @param broadcastId its targets and its start are taken over */
async function knownOf(id: string, broadcastId: string | undefined) {
  const [bulletin, broadcast] = await Promise.all([
    ask<BulletinBody>(`/bulletins/${id}`),
    broadcastId === undefined ? undefined : ask<Airing>(`/broadcasts/${broadcastId}`),
  ]);
  return { bulletin, targets: broadcast?.targets, startAt: broadcast?.startAt };
}

/** Made before, so it has no parts to choose: those of its kind. */
const about = ({ title, text = '', category, kind, voice, corrections = [], important }: BulletinBody) => ({
  ...{ title, text, category: category ?? '', kind, parts: ALL_PARTS, voice, corrections, important },
});
