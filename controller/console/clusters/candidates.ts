/** Devices that ask to be taken in, by what stands on a label. */
import type { EnrolmentListSchema } from '@loa-lang/schemas/http/enrolments';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../api/ask.ts';

export type Enrolment = Static<typeof EnrolmentListSchema>['enrolments'][number];

/** A choice of one device: what was scanned or typed, and its compared fingerprint. */
export interface Claim {
  label: string;
  enrolment: Enrolment;
}

const LABEL = /^LOA:([^:]+):([^:]+)$/i;
/** As people write them: case, spaces and hyphens make no difference, nor do O and 0, I, L and 1. */
const plain = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** Shortest code that a box may carry. */
const SHORTEST_CODE = 6;

/** Whether it is worth asking: a whole label or a code. */
export const isComplete = (label: string): boolean => LABEL.test(label.trim()) || plain(label).length >= SHORTEST_CODE;

/** @returns `undefined` where the label carries none: a person compares */
export function agrees(label: string, fingerprint: string): boolean | undefined {
  const printed = LABEL.exec(label.trim())?.[2];
  return printed === undefined ? undefined : plain(printed) === plain(fingerprint);
}

/** @param label `''`: all that ask, for whoever may see them */
export const useEnrolments = (label: string, enabled: boolean) =>
  useQuery({
    queryKey: ['enrolments', label],
    enabled,
    queryFn: async ({ signal }) =>
      (
        await ask<Static<typeof EnrolmentListSchema>>(
          `/enrolments${query({ label: label === '' ? undefined : label })}`,
          {
            signal,
          },
        )
      ).enrolments,
    // it asks again every minute or so
    refetchInterval: 10_000,
  });
