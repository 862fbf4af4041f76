/** What of a broadcast a make-up repeats: one part a bulletin, in all its languages and readings. */
import type { BulletinId } from '@loa-lang/schemas/ids';
import { isAssetItem, type PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Broadcast } from '../broadcasts/broadcast.ts';

export type Content = Pick<Broadcast, 'items' | 'bulletins'>;
export type Parts = ReadonlySet<number>;

/** What was a stream then would be something else now. */
export const recordedParts = ({ items }: Pick<Content, 'items'>): Parts =>
  new Set(items.filter(isAssetItem).map((item) => item.part));

export const partsWith = (content: Content, bulletinIds: ReadonlySet<BulletinId>): Parts =>
  new Set([...recordedParts(content)].filter((part) => bulletinIds.has(content.bulletins[part]?.bulletinId ?? '')));

/** Only these, counted anew. */
export function onlyParts({ items, bulletins }: Content, parts: Parts): Content {
  const kept = bulletins.map((_, part) => part).filter((part) => parts.has(part));
  return {
    items: items.flatMap((item) =>
      parts.has(item.part) && isAssetItem(item) ? [{ ...item, part: kept.indexOf(item.part) }] : [],
    ),
    bulletins: bulletins.filter((_, part) => parts.has(part)),
  };
}

/** As if only these had been meant: what has no length is played by nobody, and receipts still name items by place. */
export const othersEmpty = (items: readonly PlanItem[], parts: Parts): PlanItem[] =>
  items.map((item) => (parts.has(item.part) ? item : { ...item, durationMs: 0 }));
