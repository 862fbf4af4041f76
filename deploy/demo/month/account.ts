/** The generator's own account of what it did, kept apart from what the controller makes of it. */
import type { Outcome } from './sounding.ts';

export interface MonthAccount {
  communeId: string;
  firstDay: number;
  /** broadcast → cluster → what its pole made of it */
  broadcasts: Map<string, { title: string; startAt: number; clusters: Map<string, Outcome> }>;
  /** poles that were away so long that it is an incident */
  offline: { clusterId: string; from: number; until: number }[];
  complaints: { kind: string; clusterId: string; answered: boolean }[];
  approved: number;
  returned: number;
  makeUps: string[];
  emergencies: { id: string; drill: boolean }[];
  silences: string[];
  /** answers to the question of the five faces */
  faces: number;
}

export const newAccount = (communeId: string, firstDay: number): MonthAccount => ({
  ...{ communeId, firstDay, broadcasts: new Map(), offline: [], complaints: [], approved: 0, returned: 0 },
  ...{ makeUps: [], emergencies: [], silences: [], faces: 0 },
});
