/** What is said between the bench and its probe process. */
export interface ProbeOrder {
  type: 'order';
  /** named pipes, one an agent */
  paths: string[];
}

export type ProbeMessage =
  | { type: 'listening' }
  | {
      type: 'sounded';
      /** index in the order */
      pipe: number;
      /** arrival of the chunk plus the sample's place in it, CLOCK_MONOTONIC */
      atMs: number;
      /** place in the chunk of the first sample that is not zero */
      sample: number;
    };
