/** What these pages ask the controller. */
import type { TemplateBody, TemplatePreviewSchema, TemplateWords } from '@loa-lang/schemas/http/templates';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, patch, post } from '../api/ask.ts';

export const TEMPLATES_KEY = ['templates'] as const;

const read = async (path: string, signal: AbortSignal) =>
  (await ask<{ templates: TemplateBody[] }>(path, { signal })).templates;

export const useAllTemplates = () =>
  useQuery({ queryKey: TEMPLATES_KEY, queryFn: ({ signal }) => read('/templates', signal) });

export const usePutAway = () =>
  useQuery({ queryKey: ['templates', 'put-away'], queryFn: ({ signal }) => read('/templates?putAway=true', signal) });

export type Own = NonNullable<TemplateBody['own']>;

/** @param version the one that was read: what somebody else has changed since is not overwritten */
export const changeTemplate = (id: string, version: number, change: { words?: TemplateWords; putAway?: boolean }) =>
  patch<TemplateBody>(`/templates/${id}`, { version, ...change });

/** What words would say that are not stored. */
export const useTrial = (words: TemplateWords, values: Record<string, string>, isAsked: boolean) =>
  useQuery({
    queryKey: ['template-trial', words, values],
    queryFn: ({ signal }) =>
      ask<Static<typeof TemplatePreviewSchema>>('/templates/trial', {
        method: 'POST',
        body: { words, values },
        signal,
      }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const createTemplate = (communeId: string, words: TemplateWords) =>
  post<TemplateBody>('/templates', { communeId, ...words });
