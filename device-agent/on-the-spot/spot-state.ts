/** What the page at the device shows. */
import type { Dbfs, Millis } from '@loa-lang/schemas/units';
import type { SpotUse } from '@loa-lang/schemas/wire/on-the-spot';
import type { LocalAct } from '../domain/local-act.ts';

export interface SpotState {
  label: string | undefined;
  holder: string;
  connected: boolean;
  mayUse: readonly SpotUse[];
  /** there is a socket for it */
  microphone: boolean;
  templates: { id: string; title: string; class: string; durationMs: Millis; isReady: boolean }[];
  act:
    | {
        title: string;
        source: LocalAct['source'];
        state: 'waiting' | 'starting' | 'sounding';
        beginsInMs: Millis;
        leftMs: Millis;
        lengthMs: Millis;
        /** what comes in at the microphone */
        levelDbfs?: Dbfs;
      }
    | undefined;
}
