/** What a one-time link says when there is nothing to decide any more. */
import { instantWords } from '../../domain/text/instant-words.ts';
import type { OpenedLink } from '../../services/approval/approval-links.ts';
import type { Html } from '../pages/html.ts';
import type { PageLanguage } from '../pages/language.ts';
import { type PageFacts, whenWords } from './decision-page.ts';
import { BACK, CLOCK, DONE, stateCard } from './frame.ts';
import { say } from './words.ts';

export function statePage(opened: OpenedLink, facts: PageFacts): Html {
  const { language, zone, now } = facts;
  const text = say(language);
  const { link } = opened;
  const until = instantWords(link.expiresAt, zone, now)[language];
  switch (opened.state) {
    case 'used':
      return decidedCard(opened, facts, text('usedNote'));
    case 'decided':
      return decidedCard(opened, facts, text('decidedNote'));
    case 'expired':
      return stateCard(CLOCK, text('expiredHeading'), [opened.request.title, text('expired', { until })]);
    case 'replaced':
      return stateCard(CLOCK, text('replacedHeading'), [opened.request.title, text('replaced')]);
    case 'revoked':
      return stateCard(CLOCK, text('revokedHeading'), [text('revoked', { name: link.approver.name })]);
    default:
      return stateCard(CLOCK, text('changedHeading'), [opened.request.title, text('changed')]);
  }
}

/** A link that decided something that was changed afterwards still says what it decided. */
function decidedCard(opened: OpenedLink, facts: PageFacts, note: string): Html {
  const { language, zone, now } = facts;
  const { request } = opened;
  const { decision } = request;
  const text = say(language);
  if (decision === undefined) return stateCard(CLOCK, text('changedHeading'), [request.title, text('changed')]);
  const { by, onBehalfOf, reason } = decision;
  const facts_ = {
    by: by.name,
    at: instantWords(decision.at, zone, now)[language],
    ...(onBehalfOf !== undefined && { name: onBehalfOf.name }),
  };
  if (request.state === 'returned') {
    const line = text(onBehalfOf === undefined ? 'returned' : 'returnedOnBehalf', facts_);
    return stateCard(
      BACK,
      text('returnedHeading'),
      [request.title, line, reason === undefined ? undefined : text('reasonGiven', { reason })],
      note,
    );
  }
  const when = whenWords(opened, facts);
  const isPast = request.timesWords === undefined && (opened.content.broadcast?.startAt ?? now) <= now;
  const airs = when === undefined ? undefined : text(isPast ? 'wasToAir' : 'willAir', { when });
  const line = text(onBehalfOf === undefined ? 'approved' : 'approvedOnBehalf', facts_);
  return stateCard(DONE, text('approvedHeading'), [request.title, line, airs], note);
}

export const unknownPage = (language: PageLanguage): Html =>
  stateCard(CLOCK, say(language)('unknownHeading'), [say(language)('unknown')]);

export const problemPage = (language: PageLanguage, message: string): Html =>
  stateCard(CLOCK, say(language)('problem'), [message]);
