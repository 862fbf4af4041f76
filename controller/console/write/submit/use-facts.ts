/** All that is needed to look ahead at a draft and to send it. */

import type { OutlookCreate } from '@loa-lang/schemas/http/outlook';
import { useEffect, useState } from 'react';
import { useCommune, useMay, useZone } from '../../api/queries.ts';
import { instantOf } from '../../words/local-instant.ts';
import { type DraftStore, useDraft } from '../draft/draft-store.ts';
import { useBulletin, useOutlook, useRecipes, useVoices } from '../queries.ts';
import { useDraftReading } from '../reading/use-draft-reading.ts';
import { whenFault } from '../when/when.ts';
import { categoryOf, lengthOf, recipeOf, titleOf, validUntilOf } from './facts.ts';

export type Missing = 'text' | 'sound' | 'places' | 'no-date' | 'no-time' | 'no-weekday' | 'ends-before';

/** Hands that still choose are not asked after at each touch. */
const REST_MS = 400;
const USUAL_PACE = 180;

export function useFacts(store: DraftStore) {
  const draft = useDraft(store);
  const commune = useCommune();
  const zone = useZone();
  const may = useMay();
  const recipes = useRecipes().data;
  const pace = useVoices().data?.wordsPerMinute ?? USUAL_PACE;
  const { data: reading } = useDraftReading(store, commune?.id ?? '');
  const recorded = useBulletin(draft.source === 'text' ? undefined : draft.bulletinId).data;
  const guessed = lengthOf(draft, recipes, reading?.spoken ?? draft.text, pace);
  const durationMs = draft.source === 'text' ? guessed : (recorded?.audio?.durationMs ?? 0);
  const title = titleOf(draft) || (recorded?.title ?? '');
  const missing = missingIn(draft, durationMs);
  const start = draft.when.mode === 'now' ? 'now' : instantOf(`${draft.when.date}T${draft.when.time}`, zone);
  const asked: OutlookCreate | undefined =
    commune !== undefined && missing === undefined && start !== undefined
      ? {
          ...{ communeId: commune.id, title, targets: draft.targets, start, durationMs },
          class: draft.kind === 'urgent' || draft.kind === 'funeral' ? 'urgent' : 'scheduled',
          ...(draft.revises !== undefined && { broadcastId: draft.revises }),
        }
      : undefined;
  const outlook = useOutlook(useRested(asked));
  return {
    ...{ draft, commune, title, durationMs, missing, start, outlook, isExact: draft.source !== 'text' },
    facts: {
      ...{ communeId: commune?.id ?? '', zone, title, category: categoryOf(draft), recipe: recipeOf(draft, recipes) },
      ...{ validUntil: validUntilOf(draft, reading, zone), maySubmit: may('submit'), acceptConflicts: false },
    },
  };
}

function missingIn(
  { source, text, bulletinId, targets, when }: ReturnType<DraftStore['now']>,
  durationMs: number,
): Missing | undefined {
  if (source === 'text' && text.trim() === '') return 'text';
  if (source !== 'text' && (bulletinId === undefined || durationMs === 0)) return 'sound';
  if (targets.areaIds.length + targets.groupIds.length + targets.clusterIds.length === 0) return 'places';
  return whenFault(when);
}

/** The value once it has stayed the same for a while. */
function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: by what is in it, not by which object it is
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return rested;
}
