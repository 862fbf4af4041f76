/** What the settings of a device must say now. */
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { MAX_FOLLOWED_GROUPS, type Settings } from '@loa-lang/schemas/wire/settings';
import { type Cluster, followedAreaIds, followedGroupIds, type Territory } from '../areas/territory.ts';

/** Below this nothing is heard beside a horn: −50 dBFS RMS is some 30 dB under speech at −16 LUFS. */
export const OUTPUT_FLOOR_DBFS = -50;

/**
 * - sync every 10 s while sounding or ill, so that a stop arrives even when its publish was lost; every 15 min idle,
 *   a few hundred kilobytes of a SIM card a day;
 * - health every 30 min while well (a megabyte and a half a month), every minute while sounding or ill, so that what ails
 *   a device is known within the 100 s of EN 54-16; what changes its state is told at once besides;
 * - reconnects spread over 30 s, so that a returning broker is not stormed;
 * - 2 GiB of audio: about 190 hours at 24 kbit/s, on a 16 GB card.
 */
const CONSTANT = {
  outputFloorDbfs: OUTPUT_FLOOR_DBFS,
  limits: { cacheBytes: 2 * 1024 ** 3 },
  intervals: { syncBusyMs: 10_000, syncIdleMs: 15 * 60_000, healthIdleMs: 30 * 60_000, healthBusyMs: 60_000 },
  reconnectSpreadMs: 30_000,
} as const;

/** Settings without what publishing adds to them. */
export type SettingsContent = Omit<Settings, 'epoch' | 'revision'>;

export interface SettingsRow {
  cluster: Cluster;
  muted: boolean;
  volumeDb: number;
  listen?: boolean;
  /** devices of the same commune, which share its audio */
  audienceSize: number;
}

export function settingsContent(territory: Territory, row: SettingsRow): SettingsContent {
  const languages = territory.areas.get(row.cluster.hamletId)?.languages ?? [];
  return {
    ...CONSTANT,
    clusterId: row.cluster.id,
    areaIds: followedAreaIds(territory.areas, row.cluster).slice(0, 32),
    groupIds: followedGroupIds(territory, row.cluster).slice(0, MAX_FOLLOWED_GROUPS),
    muted: row.muted,
    languages: languages.length > 0 ? languages.slice(0, 8) : [FALLBACK_LANGUAGE],
    volumeDb: row.volumeDb,
    ...(row.listen === true && { listen: true }),
    audienceSize: Math.max(1, row.audienceSize),
  };
}

/** Of a device that belongs to no cluster, or no longer: it follows nothing and stays silent. */
export const unboundSettings = (): SettingsContent => ({
  ...CONSTANT,
  clusterId: 'unassigned',
  areaIds: [],
  groupIds: [],
  muted: true,
  languages: [FALLBACK_LANGUAGE],
  volumeDb: 0,
  audienceSize: 1,
});
