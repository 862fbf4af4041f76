/** The broker as the controller sees it: it may lose, repeat, reorder and forget. */
export interface IncomingMessage {
  topic: string;
  payload: Uint8Array;
  retained: boolean;
  /** controller time (fractional ms) at which the packet was read */
  receivedAt: number;
}

export type PublishResult = { ok: true } | { ok: false; reason: 'not-connected' | 'timed-out' | 'refused' };

export interface BroadcastTransport {
  start(): Promise<void>;
  /** QoS 1 resolves after PUBACK, QoS 0 after the bytes were handed to the socket. Nothing is queued while offline. */
  publish(
    topic: string,
    payload: Uint8Array,
    options: { qos: 0 | 1; retain?: boolean; timeoutMs?: number },
  ): Promise<PublishResult>;
  /** Subscriptions are restored after each reconnect. `shared`: one of several controllers gets each message. */
  subscribe(filter: string, options: { shared: boolean }, listener: (message: IncomingMessage) => void): void;
  onConnection(listener: (connected: boolean) => void): void;
  readonly connected: boolean;
  stop(): Promise<void>;
}
