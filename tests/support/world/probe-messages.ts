/** What is said between a probe inside a program and whoever started it. */
export interface ProbeRequest {
  type: 'probe';
  id: number;
  /** counts anew from here */
  restart: boolean;
  /** needs `--expose-gc` */
  collectGarbage: boolean;
}

export interface ProbeSample {
  type: 'probed';
  id: number;
  /** of the time since the last restart; a resolution of 1 ms is part of every value */
  loopDelayMs: { p50: number; p99: number; max: number };
  rssBytes: number;
  heapUsedBytes: number;
  /** buffers outside the heap that something still refers to, or that wait for the next collection */
  externalBytes: number;
  /** of one core, since the last restart */
  coreShare: number;
  /** CLOCK_MONOTONIC */
  monotonicMs: number;
}
