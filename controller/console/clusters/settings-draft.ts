/** Settings of many as they are chosen, and what is sent of them. */
import type { SettingsChangeBody, UnitSettingsBody } from '@loa-lang/schemas/http/cluster-settings';
import { figureOf } from './record-draft.ts';

export interface SettingsDraft {
  where: 'whole' | 'hamlets' | 'groups' | 'clusters';
  ids: string[];
  sound: 'keep' | 'muted' | 'unmuted';
  volume: string;
  listening: 'keep' | 'listens' | 'silent';
  hours: 'keep' | 'always' | 'between';
  from: string;
  until: string;
}

export const EMPTY: SettingsDraft = {
  ...{ where: 'whole', ids: [], sound: 'keep', volume: '', listening: 'keep', hours: 'keep' },
  ...{ from: '05:00', until: '21:00' },
};

/** @returns `undefined` while nothing is to be set, or nowhere */
export function changesOf(
  draft: SettingsDraft,
  communeId: string | undefined,
): SettingsChangeBody['changes'] | undefined {
  const { where, ids, sound, volume, listening, hours, from, until } = draft;
  const volumeDb = figureOf(volume);
  const set: UnitSettingsBody = {
    ...(sound !== 'keep' && { muted: sound === 'muted' }),
    ...(volumeDb !== undefined && { volumeDb }),
    ...(listening !== 'keep' && { listen: listening === 'listens' }),
    ...(hours !== 'keep' && { hours: hours === 'always' ? null : { from, until } }),
  };
  const isNowhere = where === 'whole' ? communeId === undefined : ids.length === 0;
  if (isNowhere || Object.keys(set).length === 0) return undefined;
  const targets =
    where === 'whole'
      ? { areaIds: [communeId as string] }
      : where === 'hamlets'
        ? { areaIds: ids }
        : where === 'groups'
          ? { groupIds: ids }
          : { clusterIds: ids };
  return [{ targets, set }];
}
