/** The steps of the first run. What is done is read from what exists, so that it can be left and resumed anywhere. */
import type { AccountListSchema } from '@loa-lang/schemas/http/accounts';
import type { BroadcastListSchema } from '@loa-lang/schemas/http/broadcasts';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';
import { type Cluster, useAreas, useClusters, useCommune, useMay } from '../api/queries.ts';
import { useRules } from '../parts/register/hours-form.tsx';
import { useStationTexts } from '../parts/register/station-form.tsx';

/** Name of the words → last part of the address. */
export const STEPS = {
  station: 'dai',
  hours: 'gio',
  hamlets: 'thon',
  clusters: 'cum',
  people: 'nguoi',
  devices: 'thiet-bi',
  tone: 'thu-tieng',
  broadcast: 'phat-thu',
} as const;
export type Step = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as Step[];
export const stepAddress = (step: Step): string => `/bat-dau/${STEPS[step]}`;
export const stepOf = (slug: string | undefined): Step | undefined => STEP_NAMES.find((step) => STEPS[step] === slug);

export const useAccounts = () => {
  const may = useMay();
  return useQuery({
    queryKey: ['accounts'],
    queryFn: async ({ signal }) => (await ask<Static<typeof AccountListSchema>>('/accounts', { signal })).accounts,
    enabled: may('administer'),
  });
};

export interface Progress {
  isKnown: boolean;
  done: ReadonlySet<Step>;
  hamlets: { count: number; households: number };
  clusters: readonly Cluster[];
  people: number;
}

export function useProgress(): Progress {
  const commune = useCommune();
  const texts = useStationTexts(commune?.id);
  const rules = useRules(commune?.id);
  const { data: areas } = useAreas();
  const poles = useClusters();
  const { data: clusters = [] } = poles;
  const accounts = useAccounts();
  const toned = useQuery({
    queryKey: ['commands', 'first-tone'],
    queryFn: async ({ signal }) => {
      const some = clusters.filter(({ deviceId }) => deviceId !== undefined).slice(0, 5);
      const lists = some.map(({ id }) =>
        ask<{ commands: { name: string; outcome?: string }[] }>(`/clusters/${id}/commands?limit=20`, { signal }),
      );
      const all = (await Promise.all(lists)).flatMap(({ commands }) => commands);
      return all.some(({ name, outcome }) => name === 'play-test' && outcome === 'done');
    },
    enabled: clusters.some(({ deviceId }) => deviceId !== undefined),
  });
  const aired = useQuery({
    queryKey: ['broadcasts', 'first'],
    queryFn: ({ signal }) =>
      ask<Static<typeof BroadcastListSchema>>(`/broadcasts${query({ communeId: commune?.id, limit: 1 })}`, { signal }),
    enabled: commune !== undefined,
  });
  const hamlets = (areas ?? []).filter(({ parentId, kind }) => kind === 'hamlet' && parentId === commune?.id);
  const bound = clusters.filter(({ deviceId }) => deviceId !== undefined).length;
  const are: Record<Step, boolean> = {
    station: (texts.data?.texts.length ?? 0) > 0,
    hours: (rules.data?.version ?? 0) > 0,
    hamlets: hamlets.length > 0,
    clusters: clusters.length > 0,
    people: (accounts.data?.length ?? 0) > 1,
    devices: clusters.length > 0 && bound === clusters.length,
    tone: toned.data === true,
    broadcast: (aired.data?.broadcasts.length ?? 0) > 0,
  };
  // where it was left is looked for once: not before everything is known that says so
  const isRead = [texts, rules, aired, poles].every(({ isFetched }) => isFetched);
  const isReading = accounts.isLoading || toned.isLoading;
  return {
    isKnown: areas !== undefined && (commune === undefined || (isRead && !isReading)),
    done: new Set(STEP_NAMES.filter((step) => are[step])),
    hamlets: { count: hamlets.length, households: hamlets.reduce((sum, each) => sum + each.households, 0) },
    clusters,
    people: accounts.data?.length ?? 0,
  };
}
