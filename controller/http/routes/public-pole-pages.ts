/** The page of a pole, opened by the code it bears; what is reported there, and the page that shows the answer. */
import { COMPLAINT_KINDS } from '@loa-lang/schemas/states/complaint';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Clock } from '../../ports/clock.ts';
import type { PublicPole } from '../../ports/public-reader.ts';
import type { Complaints } from '../../services/complaints/complaints.ts';
import type { PublicDoor } from '../../services/complaints/public-door.ts';
import { TOKEN_PATTERN } from '../../services/identity/secret-tokens.ts';
import type { HamletNews } from '../../services/public/hamlet-news.ts';
import type { PageDoor } from '../../services/public/page-door.ts';
import type { PolePlaces } from '../../services/public/pole-places.ts';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';
import { TIME_ZONE } from '../instants.ts';
import { languageOf } from '../pages/language.ts';
import { checkStorable } from '../plugins/text.ts';
import { hamletUrl, POLE_PAGES, poleUrl, REPORT_PAGES } from '../public-pages/addresses.ts';
import { polePage, type ReportForm, reportPage } from '../public-pages/pole-page.ts';
import { sendPage } from '../public-pages/send-page.ts';
import type { VisitorCookies } from '../public-pages/visitor-cookies.ts';
import { tell } from '../public-pages/words.ts';
import { needs } from '../right.ts';
import { senderOf } from '../sender.ts';

export interface PublicPolePageDeps {
  hamletNews: HamletNews;
  polePlaces: PolePlaces;
  complaints: Complaints;
  publicDoor: PublicDoor;
  pageDoor: PageDoor;
  visitorCookies: VisitorCookies;
  clock: Clock;
}

const PoleParams = Type.Object({ code: Type.String({ pattern: '^[0-9A-Za-z -]{6,24}$' }) });
const ReportParams = Type.Object({ token: Type.String({ maxLength: 100 }) });
const MOST_TOLD = 1000;
const MOST_CONTACT = 100;
const LEAST_CONTACT = 3;
const open = (params: object) => ({ ...needs('open'), schema: { hide: true, params } });
const cut = (text: string | undefined, most: number): string => [...(text ?? '').trim()].slice(0, most).join('');

export function publicPolePageRoutes(server: HttpServer, deps: PublicPolePageDeps): void {
  const { hamletNews, polePlaces, complaints, publicDoor, pageDoor, visitorCookies, clock } = deps;

  const found = (request: FastifyRequest) => polePlaces.byCode((request.params as { code: string }).code);

  /** What this browser has reported here; of what is not there any more nothing is said. */
  async function sentFrom(request: FastifyRequest, { id }: PublicPole) {
    const reports = await Promise.all(
      visitorCookies.reports(request).map(async (token) => {
        const state = await complaints.publicState(token).catch(unknownIsNone);
        return state === undefined || state.complaint.clusterId !== id ? [] : [{ ...state, token }];
      }),
    );
    return reports.flat();
  }

  async function send(request: FastifyRequest, reply: FastifyReply, form: ReportForm = {}, problem?: Refusal) {
    const { pole, publicCode } = await found(request);
    const language = languageOf(request);
    const [{ last, next }, sent] = await Promise.all([hamletNews.atPole(pole), sentFrom(request, pole)]);
    const facts = { language, zone: pole.hamlet.timeZone, now: clock.now(), path: hamletUrl(pole.hamlet) };
    return sendPage(request, reply, {
      ...(problem !== undefined && { status: problem.status }),
      title: tell(language)('poleTitle', { code: pole.code }),
      content: polePage({ ...facts, pole, publicCode, last, next, sent, form, problem: problem?.words[language] }),
      address: poleUrl(publicCode),
    });
  }

  server.get(`${POLE_PAGES}/:code`, open(PoleParams), async (request, reply) => {
    pageDoor.letLook(senderOf(request));
    return send(request, reply);
  });

  server.post(`${POLE_PAGES}/:code`, open(PoleParams), async (request, reply) => {
    const { kind, told, contact } = (request.body ?? {}) as Record<string, string>;
    const form = { kind, told: cut(told, MOST_TOLD), contact: cut(contact, MOST_CONTACT) };
    const { code } = request.params as { code: string };
    try {
      checkStorable(form);
      const chosen = COMPLAINT_KINDS.find((each) => each === kind);
      if (chosen === undefined) throw new Refusal('complaint-kind-missing');
      if (form.contact !== '' && form.contact.length < LEAST_CONTACT) throw new Refusal('complaint-contact-short');
      publicDoor.letIn(senderOf(request), code);
      const given = { kind: chosen, text: form.told, contact: form.contact === '' ? undefined : form.contact };
      const { token } = await complaints.submit(code, given);
      const { publicCode } = await found(request);
      visitorCookies.addReport(request, reply, token, poleUrl(publicCode));
      const language = languageOf(request);
      return reply.redirect(`${REPORT_PAGES}/${token}?moi=1${language === 'vi' ? '' : `&lang=${language}`}`, 303);
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'complaint-code-unknown') return send(request, reply, form, error);
      throw error;
    }
  });

  server.get(`${REPORT_PAGES}/:token`, open(ReportParams), async (request, reply) => {
    publicDoor.letLook(senderOf(request));
    const { token } = request.params as { token: string };
    if (!TOKEN_PATTERN.test(token)) throw new Refusal('complaint-unknown');
    const language = languageOf(request);
    const { complaint, at } = await complaints.publicState(token);
    const isNew = (request.query as { moi?: unknown }).moi === '1';
    return sendPage(request, reply, {
      title: tell(language)('report'),
      content: reportPage({ complaint, at, language, zone: TIME_ZONE, now: clock.now(), isNew }),
      secret: true,
    });
  });
}

function unknownIsNone(error: unknown): undefined {
  if (error instanceof Refusal && error.code === 'complaint-unknown') return undefined;
  throw error;
}
