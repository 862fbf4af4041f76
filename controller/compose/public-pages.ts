/** What stands behind the pages for villagers. */
import type { Database } from '../adapters/postgres/database.ts';
import { FaceRepository } from '../adapters/repositories/face-repository.ts';
import { PublicBroadcastRepository } from '../adapters/repositories/public-broadcast-repository.ts';
import { PublicPlaceRepository } from '../adapters/repositories/public-place-repository.ts';
import { VisitorCookies } from '../http/public-pages/visitor-cookies.ts';
import type { BroadcastStore } from '../ports/broadcast-store.ts';
import type { Clock } from '../ports/clock.ts';
import { FaceQuestion } from '../services/public/faces.ts';
import { HamletNews } from '../services/public/hamlet-news.ts';
import { PageDoor } from '../services/public/page-door.ts';
import { PolePlaces } from '../services/public/pole-places.ts';

export function composePublicPages(parts: {
  database: Database;
  broadcasts: Pick<BroadcastStore, 'find'>;
  clock: Clock;
  publicUrl: string | undefined;
}) {
  const { database, broadcasts, clock, publicUrl } = parts;
  const places = new PublicPlaceRepository(database);
  const hamletNews = new HamletNews({ places, publicBroadcasts: new PublicBroadcastRepository(database), clock });
  return {
    hamletNews,
    polePlaces: new PolePlaces({ places }),
    faceQuestion: new FaceQuestion({ faces: new FaceRepository(database), news: hamletNews, broadcasts, clock }),
    pageDoor: new PageDoor(clock),
    visitorCookies: new VisitorCookies(publicUrl),
  };
}
