/** What is said between a bench and a process of agents. */
import type { AgentStatus } from '@loa-lang/device-agent/condition';

export interface FleetOrder {
  type: 'order';
  agents: {
    /** configuration file */
    path: string;
    /** by how much the machine's wall clock is wrong for this agent, ms */
    wallErrorMs: number;
  }[];
  /** every agent gets a sink that only tells when sound begins, instead of the one its configuration names */
  stamp: boolean;
  staggerMs: number;
}

export type FleetMessage =
  /** before it an order would be lost */
  | { type: 'listening' }
  | { type: 'ready' }
  | { type: 'statuses'; statuses: AgentStatus[] }
  | { type: 'failed'; detail: string }
  /** first sample of an interval of sound that is not zero, CLOCK_MONOTONIC */
  | { type: 'sounded'; deviceId: string; atMs: number };
