/** What a commune allows itself when it has said nothing. */
import type { CommuneRules } from '@loa-lang/schemas/http/commune-rules';

/**
 * Night from 21:00 to 05:00 (petitions of 2025 were against music at 04:30); the provinces' rule for rural communes,
 * three sessions of 45 minutes; noon is when people rest, after the usual session of 11:15–11:45.
 */
export const USUAL_RULES: CommuneRules = {
  quietHours: { from: '21:00', until: '05:00' },
  sessions: { maxPerDay: 3, maxMinutes: 45, middayRest: { from: '12:00', until: '13:30' } },
};

/** Of a trial area: it sounds at any hour. */
export const TRIAL_RULES: CommuneRules = { quietHours: null, sessions: null };

/** Classes that count as sessions. */
const SESSION_CLASSES: readonly string[] = ['scheduled', 'relay'];
export const isSessionClass = (kind: string): boolean => SESSION_CLASSES.includes(kind);
