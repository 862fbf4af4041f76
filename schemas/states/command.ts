/** What becomes of an order to a device, and what may be ordered by whom. */
import { COMMAND_ANSWERS } from '../wire/report.ts';

/** What the device answered; or that it did not, or that the order never left. */
export const COMMAND_OUTCOMES = [...COMMAND_ANSWERS, 'unanswered', 'not-sent'] as const;
export type CommandOutcome = (typeof COMMAND_OUTCOMES)[number];

/** Why an order never left. */
export const NOT_SENT_REASONS = ['no-device', 'offline', 'broker-away'] as const;
export type NotSentReason = (typeof NOT_SENT_REASONS)[number];

/** What a technician may order. Self-tests and updates have their own ways. */
export const ORDERABLE = ['test', 'play-test', 'log', 'restart', 'reboot'] as const;
export type Orderable = (typeof ORDERABLE)[number];

/** Why an order is not given without a reason: it would be heard, or would break off what is heard. */
export const OBSTACLES = ['silenced', 'muted', 'sounding', 'starts-soon', 'quiet-hours'] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** Whether a device obeys what was set of it. */
export const SETTINGS_STATES = ['applied', 'waiting', 'no-device'] as const;
export type SettingsState = (typeof SETTINGS_STATES)[number];
