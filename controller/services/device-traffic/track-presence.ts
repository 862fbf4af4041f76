/** Who is there, as devices say and as their last wills say for them. */
import type { DeviceId } from '@loa-lang/schemas/ids';
import type { Presence } from '@loa-lang/schemas/wire/presence';
import type { Clock } from '../../ports/clock.ts';
import type { DeviceRegistry } from '../../ports/device-registry.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import { Boots } from './boots.ts';
import type { DeviceMessage, DeviceMessages } from './device-messages.ts';

export interface PresenceDeps {
  messages: DeviceMessages;
  registry: DeviceRegistry;
  feed: ProgressFeed;
  clock: Clock;
}

export class PresenceTracker {
  private readonly deps: PresenceDeps;
  private readonly boots = new Boots();
  private readonly last = new Map<DeviceId, Pick<Presence, 'connection' | 'state'>>();

  constructor(deps: PresenceDeps) {
    this.deps = deps;
  }

  start(): void {
    // not shared: retained messages come to plain subscriptions only
    this.deps.messages.on('presence', { shared: false }, (message) => this.take(message));
  }

  private async take({ device, payload }: DeviceMessage<'presence'>): Promise<void> {
    const { messages, registry, feed, clock } = this.deps;
    const { deviceId } = device;
    if (!(await messages.acceptInstallation(device, payload.installationId))) return;
    if (payload.state === 'online' && this.boots.returns(deviceId, payload)) {
      await messages.raise('clone', deviceId, 'two machines that call themselves the same take turns');
    }
    if (!isNews(this.last.get(deviceId), payload)) return;
    await registry.recordPresence(deviceId, payload, clock.now());
    this.last.set(deviceId, { connection: payload.connection, state: payload.state });
    feed.emit({ type: 'presence', deviceId, state: payload.state });
  }
}

/** An older connection's "offline" never overrides a newer "online"; within one connection "offline" is the end. */
function isNews(last: Pick<Presence, 'connection' | 'state'> | undefined, presence: Presence): boolean {
  if (last === undefined || presence.connection > last.connection) return true;
  return presence.connection === last.connection && last.state === 'online' && presence.state === 'offline';
}
