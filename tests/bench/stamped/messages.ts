/** Between a bench and its processes of stamped agents. All instants are CLOCK_MONOTONIC, one clock for the whole host. */
import type { FoundMark } from '../marks/mark-finder.ts';

export interface FleetOrder {
  /** configuration files of the agents */
  configs: string[];
  /** listens for marks in what is heard */
  marks: boolean;
}

export type FleetMessage =
  | { type: 'first'; deviceId: string; atMs: number }
  | { type: 'silent'; deviceId: string; atMs: number }
  /** when its sample was written out, which is what a sound card without a buffer would play */
  | { type: 'marks'; marks: ({ deviceId: string } & FoundMark)[] }
  /** agents that are connected, timed and up to date; complete assets over all; exchanges of the least settled */
  | { type: 'status'; ready: number; cached: number; exchanges: number };
