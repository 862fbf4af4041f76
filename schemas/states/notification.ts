/** Notifications: ways they go, what they are about, and what becomes of one. */

/** `email`: to people and mailboxes; `webhook`: signed, to another system; `zalo`: an HTTP template for each person */
export const CHANNEL_KINDS = ['email', 'webhook', 'zalo'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/**
 * `alert`: incidents have come up; `escalation`: nobody has taken them on; `over`: what was told is over; `digest`: what
 * has come up since the last one; `test`: somebody tries whether it arrives
 */
export const NOTIFICATION_TYPES = ['alert', 'escalation', 'over', 'digest', 'test'] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** `failed`: given up; somebody may ask for it again */
export const NOTIFICATION_STATES = ['waiting', 'sending', 'sent', 'failed'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

export const TIMINGS = ['at-once', 'digest'] as const;
export type Timing = (typeof TIMINGS)[number];

export const MESSAGE_LANGUAGES = ['vi', 'en'] as const;
export type MessageLanguage = (typeof MESSAGE_LANGUAGES)[number];

/** The key of the system's own e-mail, where a channel's id would stand. */
export const OWN_EMAIL = 'email';
