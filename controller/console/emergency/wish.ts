/** What somebody is about to send, before it is sent. */
import type { AreaBody } from '@loa-lang/schemas/http/areas';
import type { TemplateBody } from '@loa-lang/schemas/http/templates';
import type { TemplateValues } from '../parts/template/field-inputs.tsx';
import { filledOf, openFields } from '../parts/template/filled.ts';

export interface Wish {
  /** id of a prepared template, `own` for other words, `undefined` before anything was chosen */
  what: string | undefined;
  text: string;
  /** of the chosen template's fields */
  values: TemplateValues;
  drill: boolean;
  /** `undefined`: everywhere */
  chosen: { areaIds: readonly string[]; groupIds: readonly string[] } | undefined;
}

export const FIRST_WISH: Wish = { what: undefined, text: '', values: {}, drill: false, chosen: undefined };

export type Lack = 'chooseFirst' | 'fillFirst' | 'choosePlaceFirst';

/** What is still missing before it can be sent. @param fields those of the chosen template */
export function lackOf({ what, text, values, chosen }: Wish, fields: TemplateBody['fields'] = []): Lack | undefined {
  if (what === undefined || (what === 'own' && text.trim() === '')) return 'chooseFirst';
  if (openFields(fields, values).length > 0) return 'fillFirst';
  return chosen !== undefined && chosen.areaIds.length + chosen.groupIds.length === 0 ? 'choosePlaceFirst' : undefined;
}

/** Body of the request. @param communeId where the whole commune is the caller's */
export function emergencyOf(wish: Wish, communeId: string | undefined, liftAndSend: boolean): object {
  const { what, text, drill, chosen } = wish;
  const values = filledOf(wish.values);
  const template = { id: what, ...(Object.keys(values).length > 0 && { values }) };
  return {
    ...(what === 'own' ? { text: text.trim() } : { template }),
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
