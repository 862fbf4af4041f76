/** Between the bench and its processes of plain MQTT subscribers. */
export interface CarryOrder {
  type: 'order';
  mqttUrl: string;
  topic: string;
  clients: { clientId: string; username: string; password: string }[];
}

/** Asks for what was published from the first instant until before the second, and forgets all. */
export interface CarryQuestion {
  type: 'tell';
  fromMs: number;
  toMs: number;
}

export type CarryMessage =
  | { type: 'listening' }
  /** all of the last order are subscribed */
  | { type: 'subscribed' }
  /** from the instant in a packet until a subscriber has it, ms */
  | { type: 'latencies'; latenciesMs: number[] };
