/** Devices that ask to be taken in, by what stands on a label. */
import type { EnrolmentListSchema } from '@loa-lang/schemas/http/enrolments';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../../api/ask.ts';
import { useSelf } from '../../api/queries.ts';

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

/** Whether all that ask are shown, those of other communes among them; `undefined` until known. */
export const useSeesAll = (): boolean | undefined => {
  const { data: self } = useSelf();
  return self && self.areaIds === 'everywhere';
};

/** It asks again every minute or so. */
const LOOK_MS = 10_000;

/** @param label `''`: all that ask; nothing is asked for where they are not shown */
export const useEnrolments = (label: string) => {
  const seesAll = useSeesAll();
  return useQuery({
    queryKey: ['enrolments', label],
    enabled: label !== '' || seesAll === true,
    queryFn: async ({ signal }) => {
      const asked = query({ label: label === '' ? undefined : label });
      return (await ask<Static<typeof EnrolmentListSchema>>(`/enrolments${asked}`, { signal })).enrolments;
    },
    refetchInterval: LOOK_MS,
  });
};
