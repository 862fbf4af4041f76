/**
 * The page of a one-time link. Looking never decides: messengers fetch addresses before anybody reads them. Deciding is
 * a POST of the page's own form; whoever knows the address is the approver, so there is nothing a foreign page could
 * forge without it.
 */
import type { FastifyError, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { parseRfc3339 } from '../../domain/broadcasts/rfc3339.ts';
import { offsetMs } from '../../domain/calendar/zone-clock.ts';
import type { AssetStore } from '../../ports/audio.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ApprovalLinks, OpenedLink } from '../../services/approval/approval-links.ts';
import { Refusal } from '../../services/refusal.ts';
import { APPROVAL_PAGE_ROOT, LINK_TOKEN } from '../approval-page/address.ts';
import { decisionPage, type PageFacts } from '../approval-page/decision-page.ts';
import { framed } from '../approval-page/frame.ts';
import { problemPage, statePage, unknownPage } from '../approval-page/state-page.ts';
import type { HttpServer } from '../http-server.ts';
import { TIME_ZONE } from '../instants.ts';
import { LinkAttempts } from '../link-attempts.ts';
import { takeFormsOnly } from '../pages/form-body.ts';
import type { Html } from '../pages/html.ts';
import { languageOf, otherThan, type PageLanguage } from '../pages/language.ts';
import { PAGE_POLICY } from '../pages/style.ts';
import { toAnswer } from '../plugins/errors.ts';
import { needs } from '../right.ts';
import { sendAsset } from '../send-audio.ts';
import type { Sent } from '../sender.ts';

export interface ApprovalPageDeps {
  links: ApprovalLinks;
  assets: AssetStore;
  clock: Clock;
  isDatabaseUnavailable: (error: unknown) => boolean;
}

const ParamsSchema = Type.Object({ token: Type.String({ maxLength: 200 }) });
const AudioParamsSchema = Type.Object({
  token: Type.String({ maxLength: 200 }),
  index: Type.String({ pattern: '^\\d{1,3}$' }),
});

export function approvalPageRoutes(server: HttpServer, deps: ApprovalPageDeps): void {
  const { links, assets, clock, isDatabaseUnavailable } = deps;
  const attempts = new LinkAttempts(() => clock.monotonicNow());

  const opened = (token: string, request: Sent): Promise<OpenedLink | undefined> =>
    attempts.opened(request, async () => (LINK_TOKEN.test(token) ? links.open(token) : undefined));

  function send(
    reply: FastifyReply,
    token: string,
    language: PageLanguage,
    status: number,
    title: string,
    content: Html,
  ) {
    const otherUrl = `${APPROVAL_PAGE_ROOT}/${encodeURIComponent(token)}?lang=${otherThan(language)}`;
    return reply
      .status(status)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex, nofollow')
      .send(framed({ language, otherUrl, title, content }));
  }

  const pageOf = (link: OpenedLink, facts: PageFacts): Html =>
    link.state === 'open' || link.state === 'late' ? decisionPage(link, facts) : statePage(link, facts);

  const factsOf = (token: string, language: PageLanguage): PageFacts => ({
    language,
    zone: TIME_ZONE,
    now: clock.now(),
    url: `${APPROVAL_PAGE_ROOT}/${token}`,
  });

  void server.register(async (scope) => {
    takeFormsOnly(scope);
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const answer = toAnswer(error, isDatabaseUnavailable, (reference) => {
        // the address is a secret: it is not logged
        request.log.error({ err: error, reference }, 'page of a link failed');
      });
      const language = languageOf(request);
      const { token = '' } = request.params as { token?: string };
      const message = answer.body.message[language];
      return send(reply, token, language, answer.status, 'Loa Làng', problemPage(language, message));
    });
    const schema = { hide: true, params: ParamsSchema };

    scope.get(`${APPROVAL_PAGE_ROOT}/:token`, { ...needs('open'), schema }, async (request, reply) => {
      const { token } = request.params as { token: string };
      const language = languageOf(request);
      const link = await opened(token, request);
      if (link === undefined) return send(reply, token, language, 404, 'Loa Làng', unknownPage(language));
      return send(reply, token, language, 200, link.request.title, pageOf(link, factsOf(token, language)));
    });

    scope.get(
      `${APPROVAL_PAGE_ROOT}/:token/audio/:index`,
      { ...needs('open'), schema: { ...schema, params: AudioParamsSchema } },
      async (request, reply) => {
        const { token, index } = request.params as { token: string; index: string };
        const link = await opened(token, request);
        const part = link !== undefined && isDecidable(link) ? link.content.parts[Number(index)] : undefined;
        if (part === undefined) throw new Refusal('not-found');
        return sendAsset(part, assets, request, reply);
      },
    );

    scope.post(`${APPROVAL_PAGE_ROOT}/:token`, { ...needs('open'), schema }, async (request, reply) => {
      const { token } = request.params as { token: string };
      const language = languageOf(request);
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('origin-refused');
      const form = (request.body ?? {}) as Record<string, string>;
      const link = await opened(token, request);
      if (link === undefined) return send(reply, token, language, 404, 'Loa Làng', unknownPage(language));
      try {
        await links.decide(token, verdictOf(form));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // what was written is not lost, and the page says how things are now
        const again = (await links.open(token)) ?? link;
        const facts = factsOf(token, language);
        const problem = {
          message: error.words[language],
          decision: form.decision,
          asksReason: error.code === 'session-rules',
          ...(form.reason !== undefined && { reason: form.reason }),
        };
        return send(reply, token, language, error.status, again.request.title, pageOf(again, { ...facts, problem }));
      }
      return reply.redirect(`${APPROVAL_PAGE_ROOT}/${token}?lang=${language}`, 303);
    });
  });
}

const isDecidable = ({ state }: OpenedLink): boolean => state === 'open' || state === 'late';

/** @throws Refusal for a form that is none of ours */
function verdictOf({ decision, reason, start }: Record<string, string>) {
  if (decision !== 'approve' && decision !== 'return') throw new Refusal('bad-request', { detail: 'decision' });
  const verdict = decision === 'approve' ? ('approved' as const) : ('returned' as const);
  return {
    verdict,
    ...(reason !== undefined && { reason: reason.slice(0, 1000) }),
    ...(start !== undefined && { start: start === 'now' ? ('now' as const) : localInstant(start) }),
  };
}

/** Of a field `datetime-local`, in the commune's zone. */
function localInstant(text: string): number {
  const digits = parseRfc3339(`${text.length === 16 ? `${text}:00` : text}Z`);
  if (digits === undefined) throw new Refusal('bad-request', { detail: text.slice(0, 40) });
  return digits - offsetMs(digits, TIME_ZONE);
}
