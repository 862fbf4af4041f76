/** What a planner should know, in words. */

import { type ErrorCode, errorText } from '@loa-lang/schemas/errors/codes';
import type { BroadcastWarning } from '@loa-lang/schemas/http/broadcasts';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { NewRequest } from '../domain/approval/approval-request.ts';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import { languageGaps } from '../domain/broadcasts/language-gaps.ts';
import type { SessionBreach } from '../domain/rules/session-rules.ts';
import { breachWords } from '../services/rules/rule-guard.ts';

/** Names in a sentence; the rest are counted. */
const MOST_NAMES = 6;

/** The language's name, or its tag where the name is not known: many of the country's languages have none in CLDR. */
const languageName = (tag: string, reader: 'vi' | 'en'): string => {
  const name = new Intl.DisplayNames([reader], { type: 'language', fallback: 'none' }).of(tag);
  return (name ?? (reader === 'vi' ? `tiếng ${tag}` : tag)).replace(/^Tiếng/, 'tiếng');
};

const namesIn = (names: readonly string[], reader: 'vi' | 'en'): string => {
  const rest = names.length - MOST_NAMES;
  const more = reader === 'vi' ? ` và ${rest} nơi khác` : ` and ${rest} more`;
  return names.slice(0, MOST_NAMES).join(', ') + (rest > 0 ? more : '');
};

export function languageWarnings(broadcast: Pick<Broadcast, 'items' | 'audience' | 'bulletins'>): BroadcastWarning[] {
  return languageGaps(broadcast.items, broadcast.audience).map(({ part, wanted, heard, hamlets }) => {
    const { bulletinId, title = '' } = broadcast.bulletins[part] ?? {};
    const code = heard.length === 0 ? 'language-silent' : 'language-fallback';
    const wordsIn = (reader: 'vi' | 'en') =>
      errorText(code, {
        title,
        wanted: languageName(wanted, reader),
        heard: heard.map((each) => languageName(each, reader)).join(', '),
        hamlets: namesIn(
          hamlets.map(({ hamletKind, name }) => (hamletKind === undefined ? name : `${hamletKind} ${name}`)),
          reader,
        ),
      })[reader];
    const hamletIds = hamlets.map((hamlet) => hamlet.id);
    const message = { vi: wordsIn('vi'), en: wordsIn('en') };
    return { code, message, hamletIds, ...(bulletinId !== undefined && { bulletinId }) };
  });
}

export const tuneWarning = ({ id, title }: { id: BulletinId; title: string }): BroadcastWarning => ({
  code: 'emergency-after-tune',
  message: errorText('emergency-after-tune', { title }),
  bulletinId: id,
  hamletIds: [],
});

/** Nobody must take a broadcast for planned that still waits for somebody. */
export function approvalWarnings(
  request: Pick<NewRequest, 'state'> | undefined,
  { class: rank }: Pick<Broadcast, 'class'>,
): BroadcastWarning[] {
  if (request === undefined || (request.state !== 'draft' && request.state !== 'submitted')) return [];
  const waits: ErrorCode = request.state === 'draft' ? 'awaiting-submission' : 'awaiting-approval';
  const codes: ErrorCode[] = rank === 'emergency' ? [waits, 'emergency-waits'] : [waits];
  return codes.map((code) => ({ code, message: errorText(code), hamletIds: [] }));
}

/** Of the session rules: the approver is asked for the reason. */
export function ruleWarnings(breaches: readonly SessionBreach[]): BroadcastWarning[] {
  if (breaches.length === 0) return [];
  const message = errorText('rule-reason-needed', { breaches: breachWords(breaches) });
  return [{ code: 'rule-reason-needed', message, hamletIds: [] }];
}
