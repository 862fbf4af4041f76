/** Between the bench and its processes of plain subscribers. */
export interface SubscribersOrder {
  mqttUrl: string;
  filter: string;
  /** what each has to receive */
  bytes: number;
  clients: { clientId: string; username: string; password: string }[];
}

export type SubscribersMessage =
  /** all are subscribed */
  | { type: 'subscribed' }
  /** all have received everything, CLOCK_MONOTONIC */
  | { type: 'complete'; atMs: number };
