/** What the pages of writing read. Keys begin with what an event makes stale. */
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import type { RecipeListSchema } from '@loa-lang/schemas/http/composition';
import type { OutlookBody, OutlookCreate } from '@loa-lang/schemas/http/outlook';
import type { ReadingBody, ReadingCreate } from '@loa-lang/schemas/http/readings';
import type { BulletinAnalysis } from '@loa-lang/schemas/http/recordings';
import type { VoiceListSchema } from '@loa-lang/schemas/http/speech';
import type { TemplateListSchema } from '@loa-lang/schemas/http/templates';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, post } from '../api/ask.ts';

/** What the program itself has: the same until it is replaced. */
const LASTING_MS = 10 * 60_000;

export type VoiceList = Static<typeof VoiceListSchema>;
export type RecipeList = Static<typeof RecipeListSchema>;
export type TemplateList = Static<typeof TemplateListSchema>;

export const useVoices = () =>
  useQuery({
    queryKey: ['voices'],
    queryFn: ({ signal }) => ask<VoiceList>('/voices', { signal }),
    staleTime: 60_000,
  });

export const useRecipes = () =>
  useQuery({
    queryKey: ['recipes'],
    queryFn: async ({ signal }) => (await ask<RecipeList>('/recipes', { signal })).recipes,
    staleTime: LASTING_MS,
  });

export const useTemplates = (isOpen: boolean) =>
  useQuery({
    queryKey: ['templates'],
    queryFn: async ({ signal }) => (await ask<TemplateList>('/templates', { signal })).templates,
    staleTime: 60_000,
    enabled: isOpen,
  });

/** What was asked before stays in sight while the next is on its way: nothing jumps under the hand. */
export const useReading = (asked: ReadingCreate | undefined) =>
  useQuery({
    queryKey: ['readings', asked],
    queryFn: ({ signal }) => ask<ReadingBody>('/readings', { method: 'POST', body: asked, signal }),
    enabled: asked !== undefined && asked.text.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const useOutlook = (asked: OutlookCreate | undefined) =>
  useQuery({
    queryKey: ['broadcasts', 'outlook', asked],
    queryFn: ({ signal }) => ask<OutlookBody>('/broadcasts/outlook', { method: 'POST', body: asked, signal }),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
  });

export const useBulletin = (id: string | undefined) =>
  useQuery({
    queryKey: ['bulletins', 'one', id],
    queryFn: ({ signal }) => ask<BulletinBody>(`/bulletins/${id}`, { signal }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === 'processing' ? 1000 : false),
  });

export const useAnalysis = (id: string | undefined, version: number | undefined) =>
  useQuery({
    queryKey: ['bulletins', 'analysis', id, version],
    queryFn: ({ signal }) => ask<BulletinAnalysis>(`/bulletins/${id}/analysis`, { signal }),
    enabled: id !== undefined && version !== undefined,
  });

/** Asked for this often while a sound is being made. */
const LOOK_MS = 500;
/** The longest recording is repaired within this on a slow machine; then it is said as it stands. */
const MADE_WITHIN_MS = 180_000;

/** Resolves when the repaired version is made, so that it can be heard, or gone back from. */
export async function repairBulletin(id: string, body: object): Promise<BulletinBody> {
  let bulletin = await post<BulletinBody>(`/bulletins/${id}/repairs`, body);
  for (let waited = 0; bulletin.versions.some(({ state }) => state === 'processing'); waited += LOOK_MS) {
    if (waited >= MADE_WITHIN_MS) return bulletin;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    bulletin = await ask<BulletinBody>(`/bulletins/${id}`);
  }
  return bulletin;
}
