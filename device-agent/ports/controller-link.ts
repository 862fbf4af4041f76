/** The device's connection to the controller through the broker. */
export interface IncomingMessage {
  topic: string;
  payload: Uint8Array;
  retained: boolean;
  /** monotonic milliseconds at which the packet was read */
  receivedAtMs: number;
}

export type SendResult = 'sent' | 'not-connected' | 'failed';

export interface ControllerLink {
  start(): Promise<void>;
  /** Publishes once; never queues while offline: what must arrive is sent again from the outbox. QoS 1 waits for PUBACK. */
  send(topic: string, payload: Uint8Array, options: { qos: 0 | 1; retain?: boolean }): Promise<SendResult>;
  /** Replaces the whole set of wanted subscriptions; the link restores it after every reconnect. */
  subscribe(topicFilters: ReadonlySet<string>): void;
  onMessage(listener: (message: IncomingMessage) => void): void;
  /** `true` on each established connection (after its subscriptions are granted), `false` when it is gone. */
  onConnection(listener: (connected: boolean) => void): void;
  readonly connected: boolean;
  /** Drops the socket and dials again: for a link that looks alive and is dead. */
  reconnect(): void;
  stop(): Promise<void>;
}
