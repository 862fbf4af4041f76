/** What is said between the bench and its load generator. */
import type { MadeDevice } from '../../support/world/commune.ts';

/** First message to the generator. */
export interface LoadOrder {
  type: 'order';
  mqttUrl: string;
  deploymentId: string;
  broadcastId: string;
  /** each order has a store of its own, in which reports are numbered from 1 */
  storeId: string;
  devices: (MadeDevice & { password: string })[];
  /** of each device */
  reportsPerDevice: number;
  /** reports a second over all devices; absent: as fast as they are acknowledged */
  reportsPerSecond?: number;
  /** reports of a device that may be unacknowledged at once */
  window: number;
}

export type LoadMessage =
  /** everything is signed and connected */
  | { type: 'loaded'; signMs: number }
  | { type: 'progress'; sent: number; acked: number }
  | {
      type: 'finished';
      sent: number;
      acked: number;
      /** sent once more because no acknowledgement came */
      resent: number;
      durationMs: number;
      /** from the first sending of a report to the acknowledgement that covers it, ms */
      ackMs: { p50: number; p99: number; max: number };
    };

export type LoadCommand = LoadOrder | { type: 'go' };
