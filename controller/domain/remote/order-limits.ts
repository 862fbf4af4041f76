/** How long orders live, and how often they may be given. */

import type { Millis } from '@loa-lang/schemas/units';
import type { CommandName } from '@loa-lang/schemas/wire/command';

/** A minute bridges a reconnect and nothing more: nobody wants a reboot that was ordered an hour ago. */
export const VALID_FOR_MS: Millis = 60_000;

/**
 * From its expiry until its answer counts as missing. Answers are reports: they wait out a short loss of the connection.
 * A reboot or restart answers before it begins; tests sound first, an update is fetched first.
 */
const ANSWERS_WITHIN_MS: Readonly<Record<CommandName, Millis>> = {
  test: 30_000,
  log: 30_000,
  restart: 30_000,
  reboot: 30_000,
  'play-test': 60_000,
  'self-test': 90_000,
  update: 20 * 60_000,
};

export const answerDueMs = (name: CommandName): Millis => VALID_FOR_MS + ANSWERS_WITHIN_MS[name];

/**
 * In an hour to one device. A technician tries a few times; more is a script gone wild, and each reboot costs some
 * minutes in which nothing sounds, each test a pilot that a hamlet hears.
 */
export const MOST_AN_HOUR: Readonly<Record<CommandName, number>> = {
  test: 60,
  log: 30,
  restart: 6,
  reboot: 4,
  'play-test': 20,
  'self-test': 12,
  update: 6,
};
export const HOUR_MS: Millis = 3600_000;
