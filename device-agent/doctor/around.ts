/** What the checks of a device look at, found once for all of them. */
import type { AgentStatus } from '../condition.ts';
import type { LoadedConfig } from '../config.ts';
import type { EnrollingConfig } from '../enrolment/enrolling-config.ts';
import type { Enrolled } from '../enrolment/identity-folder.ts';
import type { Machine } from './machine/machine.ts';

/** Either kind of configuration, read and without faults. */
export type BoardConfig =
  | { kind: 'agent'; config: LoadedConfig }
  | { kind: 'enrolling'; config: EnrollingConfig; enrolled: Enrolled | undefined };

/** A new device that waits for the office. */
export interface Waiting {
  enrolment: { state: string; code?: string; fingerprint?: string };
}

export interface Around {
  machine: Machine;
  board: BoardConfig;
  /** of the agent that is at work; `undefined` when none is */
  status: AgentStatus | Waiting | undefined;
  /** of the machine's clock, ms */
  now: number;
}

export const isWaiting = (status: Around['status']): status is Waiting => status !== undefined && 'enrolment' in status;
/** Of an agent that is at work and enrolled. */
export const workingOf = ({ status }: Pick<Around, 'status'>): AgentStatus | undefined =>
  status === undefined || isWaiting(status) ? undefined : status;
