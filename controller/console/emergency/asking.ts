/** What these pages ask the controller. */
import type { EmergencyBody, EmergencyListSchema, EmergencyProgressBody } from '@loa-lang/schemas/http/emergencies';
import type { SilenceListSchema } from '@loa-lang/schemas/http/silence';
import type { TemplateBody, TemplatePreviewSchema } from '@loa-lang/schemas/http/templates';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, post } from '../api/ask.ts';
import { useMay } from '../api/queries.ts';
import type { TemplateValues } from '../parts/template/field-inputs.tsx';

export type SilenceList = Static<typeof SilenceListSchema>;
export type EmergencyList = Static<typeof EmergencyListSchema>;

/** Confirmations of clusters come without an event of their own. */
const LOCK_AGAIN_MS = 5000;
const QUIET_AGAIN_MS = 30_000;
/** "Within a second" comes by events; this is for what no event tells. */
const PROGRESS_AGAIN_MS = 3000;

/** Of emergencies and all that hangs on them; events make them stale together with broadcasts. */
export const EMERGENCY_KEYS = {
  list: ['broadcasts', 'emergencies'],
  one: (id: string) => ['broadcasts', 'emergencies', id],
  progress: (id: string) => ['broadcasts', 'emergencies', id, 'progress'],
  silence: ['silence'],
  delegated: ['emergency-delegations'],
} as const;

/** Locks of silence, on every page. */
export function useSilence() {
  const may = useMay();
  return useQuery({
    queryKey: EMERGENCY_KEYS.silence,
    queryFn: ({ signal }) => ask<SilenceList>('/silence', { signal }),
    enabled: may('see'),
    refetchInterval: ({ state: { data } }) =>
      data?.open.some(({ confirmed, total }) => confirmed < total) === true ? LOCK_AGAIN_MS : QUIET_AGAIN_MS,
  });
}

export const useEmergencies = () =>
  useQuery({
    queryKey: EMERGENCY_KEYS.list,
    queryFn: ({ signal }) => ask<EmergencyList>('/emergencies', { signal }),
  });

export const useEmergency = (id: string) =>
  useQuery({
    queryKey: EMERGENCY_KEYS.one(id),
    queryFn: ({ signal }) => ask<EmergencyBody>(`/emergencies/${id}`, { signal }),
    refetchInterval: ({ state: { data } }) => (isRunning(data) ? PROGRESS_AGAIN_MS : false),
  });

export const useProgress = (id: string, isLive: boolean) =>
  useQuery({
    queryKey: EMERGENCY_KEYS.progress(id),
    queryFn: ({ signal }) => ask<EmergencyProgressBody>(`/emergencies/${id}/progress`, { signal }),
    refetchInterval: isLive ? PROGRESS_AGAIN_MS : false,
  });

export const isRunning = (emergency: Pick<EmergencyBody, 'state'> | undefined): boolean =>
  emergency?.state === 'active' || emergency?.state === 'preparing';

export const useTemplates = () =>
  useQuery({
    queryKey: ['templates'],
    queryFn: async ({ signal }) => (await ask<{ templates: TemplateBody[] }>('/templates', { signal })).templates,
    // somebody may have written another; what is known stays while the network is gone
    staleTime: 60_000,
  });

/** What a prepared emergency says, read before it is sent. @param values of its fields */
export function usePrepared(id: string | undefined, values: TemplateValues) {
  const may = useMay();
  return useQuery({
    queryKey: ['templates', id, 'preview', values],
    queryFn: () => post<Static<typeof TemplatePreviewSchema>>(`/templates/${id}/preview`, { values }),
    enabled: id !== undefined && may('draft'),
    placeholderData: (before, asked) => (asked?.queryKey[1] === id ? before : undefined),
    staleTime: Infinity,
  });
}
