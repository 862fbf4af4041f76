/** Birth and last will of each connection, signed, with a number that grows over every restart. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Presence } from '@loa-lang/schemas/wire/presence';
import type { ControllerLink } from '../ports/controller-link.ts';
import type { ConnectionCounter } from '../ports/device-store.ts';
import { type AgentIdentity, PROTOCOL_VERSION, type Speaker, sealSpoken } from './identity.ts';

export interface AnnouncePresenceDeps {
  identity: AgentIdentity;
  connections: ConnectionCounter;
  /** random, of this start of the program */
  boot: string;
  /** what this device can do beyond the first protocol */
  capabilities: readonly string[];
  speaker: Speaker;
  link: Pick<ControllerLink, 'reconnect'>;
  /** trusted controller time, or the last that is known */
  lastKnownTime(): EpochMillis | undefined;
}

export class AnnouncePresence {
  readonly #deps: AnnouncePresenceDeps;
  #connection = 0;
  #wasProvisional = false;

  constructor(deps: AnnouncePresenceDeps) {
    this.#deps = deps;
  }

  /** The will of the next connection: asked for by the link before every attempt. */
  async will(): Promise<{ topic: string; payload: Uint8Array; retain: boolean }> {
    const { connections, identity, lastKnownTime } = this.#deps;
    this.#connection = await connections.next(lastKnownTime());
    this.#wasProvisional = connections.provisional;
    const { topic, bytes } = await sealSpoken(identity, 'presence', this.#presence('offline'));
    return { topic, payload: bytes, retain: true };
  }

  async connected(isConnected: boolean): Promise<void> {
    if (isConnected && this.#connection > 0) await this.#deps.speaker.say('presence', this.#presence('online'));
  }

  /** Time is known now: a number taken without it may be lower than one used before, so a new one is taken. */
  timeKnown(): void {
    if (!this.#wasProvisional || !this.#deps.speaker.connected) return;
    this.#wasProvisional = false;
    this.#deps.link.reconnect();
  }

  /** Says goodbye before a clean end: the will is not published then. */
  async goodbye(): Promise<void> {
    if (this.#connection > 0) await this.#deps.speaker.say('presence', { ...this.#presence('offline'), goodbye: true });
  }

  #presence(state: Presence['state']): Presence {
    const { installationId, agentVersion } = this.#deps.identity;
    return {
      state,
      installationId,
      connection: this.#connection,
      boot: this.#deps.boot,
      protocol: PROTOCOL_VERSION,
      agentVersion,
      capabilities: [...this.#deps.capabilities],
    };
  }
}
