/** A message that could not be brought to anybody is an incident itself, and so is a channel on which nothing arrives. */
import type { Millis } from '@loa-lang/schemas/units';
import { FAILING_MS } from '../../domain/notifications/attempts.ts';
import type { NotificationOutbox } from '../../ports/notification-store.ts';
import { RegularLook } from '../regular-look.ts';
import { type KeepIncidentsDeps, keepIncidents } from '../watch/keep-incidents.ts';

export interface NotificationWatchDeps extends KeepIncidentsDeps {
  outbox: Pick<NotificationOutbox, 'failing'>;
  onProblem: (problem: string, cause: unknown) => void;
}

const EVERY_MS: Millis = 60_000;

export class NotificationWatch {
  readonly #deps: NotificationWatchDeps;
  readonly #regular: RegularLook;

  constructor(deps: NotificationWatchDeps) {
    this.#deps = deps;
    this.#regular = new RegularLook(
      EVERY_MS,
      () => this.look(),
      (cause) => deps.onProblem('notifications were not watched', cause),
    );
  }

  start(): void {
    this.#regular.start();
  }
  stop(): Promise<void> {
    return this.#regular.stop();
  }

  async look(): Promise<void> {
    const { outbox, clock } = this.#deps;
    const failing = await outbox.failing(clock.now(), FAILING_MS);
    const wanted = failing.map(({ what, communeId, channelKey, recipientKey, recipient, detail }) => {
      // addresses of people are kept where they are needed, and not in incidents
      const whom = what === 'recipient' ? [recipientKey.startsWith('@') ? recipient : recipientKey] : [];
      const parts = [communeId, 'notification', channelKey, ...whom];
      return [
        parts.filter((part) => part !== undefined).join('/'),
        what === 'recipient' ? `${recipient}: ${detail}` : detail,
      ] as const;
    });
    await keepIncidents(this.#deps, 'notification-failed', new Map(wanted));
  }
}
