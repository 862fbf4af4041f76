/** Pages, sounds, calendar and feed of a hamlet, and the question of five faces. */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { faceOf } from '../../domain/public/faces.ts';
import type { AssetStore } from '../../ports/audio.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PublicHamlet } from '../../ports/public-reader.ts';
import { newToken } from '../../services/identity/secret-tokens.ts';
import type { FaceQuestion } from '../../services/public/faces.ts';
import type { HamletNews } from '../../services/public/hamlet-news.ts';
import type { PageDoor } from '../../services/public/page-door.ts';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';
import { ownAddress } from '../identity/visitor.ts';
import { languageOf } from '../pages/language.ts';
import { FACE_FILES, hamletUrl, NEWS_PAGES } from '../public-pages/addresses.ts';
import { titleOf } from '../public-pages/entry-view.ts';
import { type FeedFacts, hamletCalendar, hamletFeed } from '../public-pages/feeds.ts';
import { entryPage, hamletPage } from '../public-pages/hamlet-page.ts';
import { communesPage, hamletsPage } from '../public-pages/place-page.ts';
import { inLanguage, sendPage, sendSmall } from '../public-pages/send-page.ts';
import { TYPEFACES } from '../public-pages/typefaces.ts';
import type { VisitorCookies } from '../public-pages/visitor-cookies.ts';
import { hamletName, tell } from '../public-pages/words.ts';
import { needs } from '../right.ts';
import { sendAsset } from '../send-audio.ts';
import { senderOf } from '../sender.ts';

export interface PublicHamletPageDeps {
  hamletNews: HamletNews;
  faceQuestion: FaceQuestion;
  pageDoor: PageDoor;
  visitorCookies: VisitorCookies;
  assets: AssetStore;
  clock: Clock;
  publicUrl: string | undefined;
}

const Name = Type.String({ minLength: 1, maxLength: 100 });
const HamletParams = Type.Object({ hamlet: Name });
const EntryParams = Type.Object({ hamlet: Name, id: Name });
const SoundParams = Type.Object({ hamlet: Name, id: Name, index: Type.String({ pattern: '^\\d{1,3}$' }) });
/** A year: the longest that HTTP knows. */
const KEPT = 'public, max-age=31536000, immutable';
/** Programs ask again and again; what they are told is never older than this. */
const SOON = 'public, max-age=300';
const PAGE = `${NEWS_PAGES}/:hamlet`;
const open = (params?: object) => ({
  ...needs('open'),
  schema: { hide: true, ...(params !== undefined && { params }) },
});

export function publicHamletPageRoutes(server: HttpServer, deps: PublicHamletPageDeps): void {
  const { hamletNews, faceQuestion, pageDoor, visitorCookies, assets, clock, publicUrl } = deps;

  const found = async (request: FastifyRequest): Promise<{ hamlet: PublicHamlet; path: string }> => {
    pageDoor.letLook(senderOf(request));
    const hamlet = await hamletNews.hamlet((request.params as { hamlet: string }).hamlet);
    return { hamlet, path: hamletUrl(hamlet) };
  };
  const viewed = ({ hamlet, path }: { hamlet: PublicHamlet; path: string }, request: FastifyRequest) => ({
    ...{ hamlet, path, language: languageOf(request), zone: hamlet.timeZone, now: clock.now() },
  });

  server.get(NEWS_PAGES, open(), async (request, reply) => {
    pageDoor.letLook(senderOf(request));
    const language = languageOf(request);
    const communes = await hamletNews.communes();
    const { xa } = request.query as { xa?: unknown };
    const [only] = communes;
    const commune = communes.length === 1 ? only : communes.find(({ id }) => id === xa);
    const title = tell(language)('choose');
    if (commune === undefined) return sendPage(request, reply, { title, content: communesPage(communes, language) });
    const hamlets = await hamletNews.hamletsOf(commune.id);
    return sendPage(request, reply, {
      title,
      content: hamletsPage(commune, hamlets, language, communes.length === 1),
    });
  });

  server.get(`${FACE_FILES}/:file`, open(), (request, reply) => {
    const asked = `${FACE_FILES}/${(request.params as { file: string }).file}`;
    const face = TYPEFACES.find(({ url }) => url === asked);
    if (face === undefined) throw new Refusal('not-found');
    return reply.header('cache-control', KEPT).type('font/woff2').send(face.bytes);
  });

  server.get(PAGE, open(HamletParams), async (request, reply) => {
    const facts = viewed(await found(request), request);
    const { hamlet } = facts;
    const [week, coming] = await Promise.all([hamletNews.week(hamlet), hamletNews.coming(hamlet, 'tomorrow')]);
    const entries = [...week.today, ...week.earlier];
    const asked = await faceQuestion.asked(hamlet, entries, visitorCookies.browser(request));
    return sendPage(request, reply, {
      title: hamletName(hamlet),
      content: hamletPage({ ...facts, week, coming, asked }),
    });
  });

  server.get(`${PAGE}/luot/:id`, open(EntryParams), async (request, reply) => {
    const facts = viewed(await found(request), request);
    const entry = await hamletNews.entry(facts.hamlet, (request.params as { id: string }).id);
    return sendPage(request, reply, { title: titleOf(entry, facts), content: entryPage(entry, facts) });
  });

  server.get(`${PAGE}/luot/:id/nghe/:index`, open(SoundParams), async (request, reply) => {
    const { hamlet } = await found(request);
    const { id, index } = request.params as { id: string; index: string };
    const sound = await hamletNews.sound(hamlet, id, Number(index));
    reply.header('cache-control', 'private, no-cache');
    return sendAsset(sound, assets, request, reply);
  });

  server.post(`${PAGE}/mat`, open(HamletParams), async (request, reply) => {
    const { hamlet, path } = await found(request);
    const { face: chosen, broadcast = '' } = (request.body ?? {}) as Record<string, string>;
    const face = faceOf(chosen);
    if (face === undefined) throw new Refusal('face-missing');
    pageDoor.letAnswer(senderOf(request), hamlet.id);
    const browser = visitorCookies.browser(request) ?? newToken();
    await faceQuestion.answer(hamlet, broadcast, face, browser);
    visitorCookies.keepBrowser(request, reply, browser, NEWS_PAGES);
    return reply.redirect(`${inLanguage(path, languageOf(request))}#mat`, 303);
  });

  const feedFacts = (of: { hamlet: PublicHamlet; path: string }, request: FastifyRequest): FeedFacts => ({
    ...viewed(of, request),
    base: publicUrl?.replace(/\/$/, '') ?? ownAddress(request),
  });
  server.get(`${PAGE}/lich.ics`, open(HamletParams), async (request, reply) => {
    const of = await found(request);
    const { today } = await hamletNews.week(of.hamlet);
    const coming = await hamletNews.coming(of.hamlet, 'week');
    reply.type('text/calendar; charset=utf-8').header('cache-control', SOON);
    reply.header('content-disposition', 'inline; filename="lich-phat-thanh.ics"');
    return sendSmall(request, reply, hamletCalendar([...today.toReversed(), ...coming], feedFacts(of, request)));
  });
  server.get(`${PAGE}/tin.rss`, open(HamletParams), async (request, reply) => {
    const of = await found(request);
    const { today, earlier } = await hamletNews.week(of.hamlet);
    reply.type('application/rss+xml; charset=utf-8').header('cache-control', SOON);
    return sendSmall(request, reply, hamletFeed([...today, ...earlier], feedFacts(of, request)));
  });
}
