/** Live events for whoever watches: the console, the demo, the tests. Losing one loses nothing but the view. */
import type { AssetId, BroadcastId, ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { CommandOutcome } from '@loa-lang/schemas/states/command';
import type { ReceiptReason, ReceiptState } from '@loa-lang/schemas/wire/report';

export type ProgressEvent =
  | { type: 'bulletin'; bulletinId: string; state: string; progress?: number }
  /** a text on its way to sound, by sentences */
  | { type: 'speech'; bulletinId: string; done: number; total: number }
  | { type: 'broadcast'; broadcastId: BroadcastId; state: string }
  /** somebody is to be told that a request waits */
  | { type: 'approval-reminder'; approvalId: string; kind: string; personId: string }
  | { type: 'approval'; approvalId: string; subjectKind: string; subjectId: string; state: string }
  | {
      type: 'push';
      assetId: AssetId;
      sentBytes: number;
      publishedBytes: number;
      sizeBytes: number;
      state: 'sending' | 'idle';
    }
  | { type: 'asset'; deviceId: DeviceId; assetId: AssetId; state: 'cached' | 'evicted' | 'failed' }
  | {
      type: 'receipt';
      broadcastId: BroadcastId;
      clusterId: ClusterId;
      run: number;
      state: ReceiptState;
      reason?: ReceiptReason;
    }
  /** an order to a device: it left, or something became of it */
  | { type: 'command'; commandId: string; clusterId: ClusterId; name: string; outcome?: CommandOutcome }
  | { type: 'rollout'; rolloutId: string; state: string }
  | { type: 'presence'; deviceId: DeviceId; state: 'online' | 'offline' }
  | { type: 'incident'; kind: string; subject: string; state: 'raised' | 'cleared' | 'changed'; detail: string };

export interface ProgressFeed {
  emit(event: ProgressEvent): void;
  subscribe(listener: (event: ProgressEvent) => void): () => void;
}
