/** Villagers who answer the question on their hamlet's page after a broadcast, with the telephone and without an account. */
import { faceUrl, hamletUrl } from '@loa-lang/controller/http/public-pages/addresses';
import type { World } from './world.ts';

/** 1 angry to 5 glad; a quiet pole makes nobody glad. */
const USUAL = [3, 4, 4, 5, 5] as const;
const QUIET = [1, 1, 2, 2, 3] as const;
const FLOOR_DBFS = -45;
const MOST_A_HAMLET = 3;

/** Of the last broadcast that is over, in every other hamlet. */
export async function answerFaces(world: World): Promise<void> {
  const { controller, poles, random, account } = world;
  const [broadcast] = [...account.broadcasts.keys()].slice(-1);
  if (broadcast === undefined) return;
  const hamlets = [...new Set(poles.map(({ parts }) => parts.hamletId))].filter((_, place) => place % 2 === 1);
  for (const id of hamlets) {
    const isQuiet = poles.some(({ parts, levelDbfs }) => parts.hamletId === id && levelDbfs < FLOOR_DBFS);
    for (let left = random.whole(1, MOST_A_HAMLET); left > 0; left--) {
      const face = random.pick<number>(isQuiet ? QUIET : USUAL);
      const answer = await controller.server.inject({
        ...{ method: 'POST', url: faceUrl(hamletUrl({ id, code: undefined })) },
        headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ face: String(face), broadcast }).toString(),
      });
      if (answer.statusCode === 303) account.faces += 1;
    }
  }
}
