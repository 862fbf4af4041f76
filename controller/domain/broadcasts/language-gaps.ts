/** Hamlets that will hear a part in another language than their first, or not at all. */
import { selectItems } from '@loa-lang/schemas/timeline/select-items';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { isAssetItem, type PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Audience, AudienceHamlet } from '../placement/audience.ts';

export interface LanguageGap {
  part: number;
  /** the hamlets' first language */
  wanted: string;
  /** what they hear instead; none when nothing of the part is in a language they are played */
  heard: string[];
  hamlets: AudienceHamlet[];
}

/**
 * Judged by what the poles that serve a hamlet will play, which is what their devices choose (`selectItems`). A hamlet
 * that no pole serves hears nothing anyway and is not named.
 */
export function languageGaps(items: readonly PlanItem[], { hamlets, clusters }: Audience): LanguageGap[] {
  const parts = [...new Set(items.filter(isAssetItem).map((item) => item.part))];
  const gaps = new Map<string, LanguageGap>();
  for (const hamlet of hamlets) {
    const poles = clusters.filter(
      ({ hamletId, services }) =>
        services.some((service) => service.hamletId === hamlet.id) || (services.length === 0 && hamletId === hamlet.id),
    );
    if (poles.length === 0 || hamlet.languages === undefined) continue;
    const wanted = hamlet.languages[0] ?? FALLBACK_LANGUAGE;
    const played = poles.flatMap(({ languages }) => languagesPlayed(items, languages));
    for (const part of parts) {
      const heard = [...new Set(played.filter((each) => each.part === part).map((each) => each.language))].sort();
      if (heard.includes(wanted)) continue;
      const key = JSON.stringify([part, wanted, heard]);
      const gap = gaps.get(key) ?? { part, wanted, heard, hamlets: [] };
      gaps.set(key, { ...gap, hamlets: [...gap.hamlets, hamlet] });
    }
  }
  return [...gaps.values()];
}

function languagesPlayed(items: readonly PlanItem[], languages: readonly string[]) {
  return selectItems(items, languages).flatMap(({ index, part }) => {
    const item = items[index];
    return item !== undefined && isAssetItem(item) ? [{ part, language: item.language }] : [];
  });
}
