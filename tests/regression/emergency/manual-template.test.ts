/**
 * An automatic relay failed and the manual way took eight minutes (Awa, topics.or.jp/531170): with nothing feeding it, a
 * template is on air by hand at once, without a push, since its audio lies ready on every device.
 */
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import type { EmergencySentBody } from '@loa-lang/schemas/http/emergencies';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { World } from '../../support/world/world.ts';

const CLUSTERS = 4;
const PREPARED = 5;
const PATIENCE_MS = 240_000;
/** Ten sounds are made beside whatever else the machine has to do: all that is waited for below, together. */
const ALL_MADE_MS = 480_000;

describe('a template by hand', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.make({ hamlets: 2, clusters: CLUSTERS, env: { PREPARED_EMERGENCIES: 'on' } });
    await world.startFleet(world.commune.devices);
    await world.untilReady();
  }, PATIENCE_MS);
  afterAll(() => world?.stop(), PATIENCE_MS);

  it(
    'stands ready on every device, sounds everywhere at once, and is made anew when the commune speaks otherwise',
    async () => {
      const hasAll = () =>
        world.untilAgents(CLUSTERS, ({ audio }) => audio.complete >= PREPARED && audio.missing.length === 0, 180_000);
      await hasAll();
      const { communeId } = world.commune;
      const bulletins = async () =>
        (await world.api.get<{ bulletins: BulletinBody[] }>(`/bulletins?communeId=${communeId}`)).bulletins;
      expect((await bulletins()).filter(({ kind, keep }) => kind === 'emergency' && keep)).toHaveLength(PREPARED);

      const sent = await world.api.post<EmergencySentBody>('/emergencies', {
        template: { id: 'leave-low-ground' },
        targets: 'everywhere',
      });
      expect(sent.emergency.state).toBe('active');
      const { id = '' } = sent.broadcast ?? {};
      await eventually(
        'on air everywhere',
        () =>
          world.statuses.filter(({ playing }) => playing.some((each) => each.broadcastId === id)).length === CLUSTERS,
        60_000,
      );
      await world.api.post(`/emergencies/${sent.emergency.id}/stop`, {});

      const before = new Set((await bulletins()).map((bulletin) => bulletin.id));
      await world.api.post('/dictionary', { communeId, written: 'Bà con', reading: 'đồng bào' });
      await eventually(
        'all made anew, the old ones gone',
        async () => {
          const now = (await bulletins()).filter(({ keep }) => keep);
          return now.length === PREPARED && now.every(({ id: each, state }) => !before.has(each) && state === 'ready');
        },
        180_000,
      );
      await hasAll();
    },
    ALL_MADE_MS,
  );
});
