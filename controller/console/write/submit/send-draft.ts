/** From the draft to the air: the bulletin is made, then its broadcast or schedule is asked for. Each step once, however often tried. */

import type { BroadcastPlannedSchema } from '@loa-lang/schemas/http/broadcasts';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import type { Recipe } from '@loa-lang/schemas/http/composition';
import type { ScheduleSavedSchema } from '@loa-lang/schemas/http/schedules';
import type { Static } from 'typebox';
import { ask, patch, post, put } from '../../api/ask.ts';
import { keyOf } from '../../api/new-key.ts';
import { Problem } from '../../api/problem.ts';
import { instantOf } from '../../words/local-instant.ts';
import { soundKey } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { recurrenceOf } from '../when/when.ts';

export type Planned = Static<typeof BroadcastPlannedSchema>;
export type SavedSchedule = Static<typeof ScheduleSavedSchema>;
export type Sent = { planned: Planned } | { saved: SavedSchedule };
export type Step = 'making' | 'planning';

export interface SendFacts {
  communeId: string;
  zone: string;
  title: string;
  category: string;
  recipe: Recipe | undefined;
  /** RFC 3339 */
  validUntil: string | undefined;
  maySubmit: boolean;
  acceptConflicts: boolean;
}

const LOOK_EVERY_MS = 400;
/** A text of an hour takes a slow machine so long. */
const PATIENCE_MS = 5 * 60_000;
/** Beside the content: a session that is postponed still fits. */
const ROOM_MINUTES = 15;

/** @throws Problem */
export async function sendDraft(store: DraftStore, facts: SendFacts, onStep: (step: Step) => void): Promise<Sent> {
  onStep('making');
  const id = await madeBulletin(store, facts);
  const bulletin = await ready(id);
  onStep('planning');
  return store.now().when.mode === 'repeat'
    ? { saved: await saveSchedule(store, facts, bulletin) }
    : { planned: await planBroadcast(store, facts, bulletin) };
}

async function madeBulletin(store: DraftStore, facts: SendFacts): Promise<string> {
  const draft = store.now();
  const { title, category, validUntil } = facts;
  const { important, onPublicPage } = draft;
  // where nobody has chosen the controller decides by kind, category and title
  const about = { title, important, ...(onPublicPage !== undefined && { onPublicPage }) };
  const { bulletinId: made } = draft;
  if (draft.source !== 'text') {
    if (made === undefined) throw new Problem(0, 'no-sound');
    await patch(`/bulletins/${made}`, { ...about, category: category || null, validUntil: validUntil ?? null });
    return made;
  }
  const { text, voice, corrections, kind } = draft;
  const content = { text, corrections, ...(voice !== undefined && { voice }) };
  const recipe = facts.recipe !== undefined && { recipe: facts.recipe };
  if (made !== undefined && facts.maySubmit) {
    if (draft.madeOf !== soundKey(draft)) await put(`/bulletins/${made}/versions/vi`, { ...content, ...recipe });
    store.note({ madeOf: soundKey(draft) });
    await patch(`/bulletins/${made}`, { ...about, category: category || null, validUntil: validUntil ?? null });
    return made;
  }
  if (made !== undefined && draft.madeOf === soundKey(draft)) return made;
  const { id } = await post<BulletinBody>('/bulletins', {
    ...{ ...content, ...recipe, ...about, communeId: facts.communeId, kind },
    ...(category !== '' && { category }),
    ...(validUntil !== undefined && { validUntil }),
  });
  store.note({ bulletinId: id, madeOf: soundKey(draft) });
  return id;
}

/** @throws Problem when its sound could not be made */
async function ready(id: string): Promise<BulletinBody> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const bulletin = await ask<BulletinBody>(`/bulletins/${id}`);
    if (bulletin.state === 'ready') return bulletin;
    if (bulletin.state === 'failed') {
      throw new Problem(422, 'bulletin-failed', bulletin.fault && { ...bulletin.fault });
    }
    if (Date.now() > until) throw new Problem(0, 'too-slow');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

const classOf = (kind: string) =>
  kind === 'urgent' || kind === 'funeral' ? ('urgent' as const) : ('scheduled' as const);

async function planBroadcast(store: DraftStore, facts: SendFacts, { id }: BulletinBody): Promise<Planned> {
  const { when, targets, kind, revises, sent, id: draftId } = store.now();
  const start = when.mode === 'now' ? 'now' : instantOf(`${when.date}T${when.time}`, facts.zone);
  const body = {
    ...{ communeId: facts.communeId, title: facts.title, bulletins: [{ bulletinId: id }], targets, start },
    class: classOf(kind),
  };
  if (revises !== undefined) return put<Planned>(`/broadcasts/${revises}`, body);
  const key = keyOf(`${draftId}-${sent}`, body);
  return ask<Planned>('/broadcasts', { method: 'POST', body, headers: { 'idempotency-key': key } });
}

function saveSchedule(store: DraftStore, facts: SendFacts, bulletin: BulletinBody): Promise<SavedSchedule> {
  const { when, targets, kind, sent, id } = store.now();
  const body = {
    ...{ communeId: facts.communeId, kind: 'session', name: facts.title, class: classOf(kind), targets },
    recurrence: recurrenceOf(when),
    windowMinutes: Math.ceil((bulletin.audio?.durationMs ?? 0) / 60_000) + ROOM_MINUTES,
    programme: [{ kind: 'bulletin', bulletinId: bulletin.id }],
    ...(facts.acceptConflicts && { acceptConflicts: true }),
  };
  const key = keyOf(`${id}-${sent}`, body);
  return ask<SavedSchedule>('/schedules', { method: 'POST', body, headers: { 'idempotency-key': key } });
}
