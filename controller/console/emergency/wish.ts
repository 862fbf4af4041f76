/** What somebody is about to send, before it is sent. */
import type { AreaBody } from '@loa-lang/schemas/http/areas';

export interface Wish {
  /** id of a prepared template, `own` for other words, `undefined` before anything was chosen */
  what: string | undefined;
  text: string;
  drill: boolean;
  /** `undefined`: everywhere */
  chosen: { areaIds: readonly string[]; groupIds: readonly string[] } | undefined;
}

export const FIRST_WISH: Wish = { what: undefined, text: '', drill: false, chosen: undefined };

export type Lack = 'chooseFirst' | 'choosePlaceFirst';

/** What is still missing before it can be sent. */
export function lackOf({ what, text, chosen }: Wish): Lack | undefined {
  if (what === undefined || (what === 'own' && text.trim() === '')) return 'chooseFirst';
  return chosen !== undefined && chosen.areaIds.length + chosen.groupIds.length === 0 ? 'choosePlaceFirst' : undefined;
}

/** Body of the request. @param communeId where the whole commune is the caller's */
export function emergencyOf(wish: Wish, communeId: string | undefined, liftAndSend: boolean): object {
  const { what, text, drill, chosen } = wish;
  return {
    ...(what === 'own' ? { text: text.trim() } : { template: { id: what } }),
    ...(communeId !== undefined && { communeId }),
    targets: chosen === undefined ? 'everywhere' : { areaIds: chosen.areaIds, groupIds: chosen.groupIds },
    ...(drill && { drill }),
    ...(liftAndSend && !drill && { liftAndSend }),
  };
}

/** Open locks that lie over what is wished for, as far as the console knows; the controller has the last word. */
export function locksOver<Lock extends { areaId: string }>(
  { chosen }: Wish,
  locks: readonly Lock[],
  hamlets: readonly Pick<AreaBody, 'id'>[],
): Lock[] {
  const isHamlet = (id: string) => hamlets.some((each) => each.id === id);
  return locks.filter(
    ({ areaId }) =>
      chosen === undefined || !isHamlet(areaId) || chosen.groupIds.length > 0 || chosen.areaIds.includes(areaId),
  );
}
