/** What is said between the bench and its crowd of devices. */
import type { MadeDevice } from '../../support/world/commune.ts';

/** First message to the crowd: who they are, and where to connect. */
export interface CrowdOrder {
  type: 'order';
  mqttUrl: string;
  deploymentId: string;
  devices: (Pick<MadeDevice, 'deviceId' | 'key'> & { password: string })[];
}

/** Samples a second over all devices of this crowd, in turn; 0: none. */
export interface CrowdPace {
  type: 'pace';
  perSecond: number;
}

/** How many were sent since the last order for a pace. */
export interface CrowdQuestion {
  type: 'tell';
}

export type CrowdMessage =
  | { type: 'listening' }
  | { type: 'connected' }
  | { type: 'paced' }
  | { type: 'sent'; samples: number };
