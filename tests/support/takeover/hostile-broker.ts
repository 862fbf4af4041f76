/** A broker in the hands of an attacker: it keeps all it has seen, and hands on, or not, what it likes. */
import { FakeHub } from '../fake-link.ts';

export interface Captured {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

export class HostileBroker extends FakeHub {
  readonly captured: Captured[] = [];
  /** what of the genuine traffic is neither delivered nor kept */
  withholds: (message: Captured) => boolean = () => false;
  /** genuine traffic waits here while it is set */
  held: Captured[] | undefined;

  /** What controller and devices publish. */
  override publish(topic: string, payload: Uint8Array, { retain = false }: { retain?: boolean } = {}): void {
    const message = { topic, payload, retain };
    this.captured.push(message);
    if (this.withholds(message)) return;
    if (this.held !== undefined) this.held.push(message);
    else super.publish(topic, payload, { retain });
  }

  /** What the attacker publishes, to everybody who listens. */
  inject(topic: string, payload: Uint8Array, retain = false): void {
    super.publish(topic, payload, { retain });
  }

  /** Everything seen under such a topic, oldest first. */
  seen(topic: RegExp): Captured[] {
    return this.captured.filter((message) => topic.test(message.topic));
  }

  /** Lets go of what was held, in the order of `choose`. */
  release(choose: (messages: Captured[]) => Captured[]): void {
    const messages = this.held ?? [];
    this.held = undefined;
    for (const { topic, payload, retain } of choose(messages)) super.publish(topic, payload, { retain });
  }
}

/** From controllers to devices. */
export const TO_DEVICES = /^loa\/v1\/(keys$|area\/|audio\/|live\/|device\/[^/]+\/(settings|command|sync|ack)$)/;
export const FROM_DEVICES = /^loa\/v1\/device\/[^/]+\/(presence|sync-request|want|report|health|evidence)$/;
