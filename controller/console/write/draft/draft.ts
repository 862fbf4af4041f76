/** What is being written: all that the page knows of one bulletin and its airing, as it is kept in this browser. */
import type { BulletinCreate } from '@loa-lang/schemas/http/bulletins';
import type { BulletinKind } from '@loa-lang/schemas/http/composition';
import type { When } from '../when/when.ts';

export type SoundSource = 'text' | 'recording' | 'file';
export type Corrections = NonNullable<BulletinCreate['corrections']>;

export interface Targets {
  areaIds: string[];
  groupIds: string[];
  clusterIds: string[];
}

/** Which of the usual parts are left out of the recipe of its kind. */
export interface Parts {
  chimes: boolean;
  greeting: boolean;
  twice: boolean;
  closing: boolean;
}

export interface Draft {
  id: string;
  /** who writes it: a computer of an office has more than one user; absent of what was kept before this was noted */
  by?: string;
  changedAt: number;
  source: SoundSource;
  text: string;
  /** empty: suggested from the first words */
  title: string;
  /** `undefined`: guessed from the words; empty: none */
  category: string | undefined;
  kind: BulletinKind;
  parts: Parts;
  voice: string | undefined;
  corrections: Corrections;
  targets: Targets;
  when: When;
  /** YYYY-MM-DD, its last day; `undefined`: as the text suggests; empty: without end */
  validUntil: string | undefined;
  important: boolean;
  /** `undefined`: as its kind has it */
  onPublicPage: boolean | undefined;
  /** made already: of a recording at once, of a text when it was sent */
  bulletinId: string | undefined;
  /** what of the draft it was made from; another is made when that has changed */
  madeOf: string | undefined;
  /** the broadcast that this is a new version of */
  revises: string | undefined;
  /** how often it was sent: what was taken back may be sent again, just as it is */
  sent: number;
}

export const ALL_PARTS: Parts = { chimes: true, greeting: true, twice: true, closing: true };
export const NOWHERE: Targets = { areaIds: [], groupIds: [], clusterIds: [] };

export const emptyDraft = (id: string, when: When): Draft => ({
  ...{ id, changedAt: 0, source: 'text', text: '', title: '', category: undefined, kind: 'notice' },
  ...{ parts: ALL_PARTS, voice: undefined, corrections: [], targets: NOWHERE, when, validUntil: undefined },
  ...{
    important: false,
    onPublicPage: undefined,
    bulletinId: undefined,
    madeOf: undefined,
    revises: undefined,
    sent: 0,
  },
});

/** Whether there is anything in it that somebody would miss. */
export const isWorthKeeping = ({ text, title, bulletinId }: Draft): boolean =>
  text.trim() !== '' || title.trim() !== '' || bulletinId !== undefined;

/** Names what a bulletin of this draft sounds like. */
export const soundKey = ({ source, text, kind, parts, voice, corrections }: Draft): string =>
  JSON.stringify(source === 'text' ? [text, kind, parts, voice, corrections] : [source]);
