/** Between a bench and its processes of stamped agents. All instants are CLOCK_MONOTONIC, one clock for the whole host. */
export interface FleetOrder {
  /** configuration files of the agents */
  configs: string[];
}

export type FleetMessage =
  | { type: 'first'; deviceId: string; atMs: number }
  | { type: 'silent'; deviceId: string; atMs: number }
  /** agents that are connected, timed and up to date; complete assets over all; exchanges of the least settled */
  | { type: 'status'; ready: number; cached: number; exchanges: number };
