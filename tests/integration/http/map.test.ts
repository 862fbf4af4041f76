import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, type HttpApp } from '../../support/http-app.ts';
import { person, signedIn } from '../../support/people.ts';

let app: HttpApp;
appForFile((fresh) => {
  app = fresh;
});

const squareAt = (x: number, y: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x, y + 0.01],
      [x + 0.01, y + 0.01],
      [x + 0.01, y],
      [x, y],
    ],
  ],
});
const collection = (...features: [object, object][]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })),
  });
const send = (communeId: string, layer: string, text: string, dryRun = false) =>
  app.upload(`/import/map?communeId=${communeId}&layer=${layer}${dryRun ? '&dryRun=true' : ''}`, {
    name: 'ban-do.geojson',
    bytes: Buffer.from(text),
  });

describe('the map of a commune', () => {
  it('is nothing at first, and needs no map server', async () => {
    await addCommune(app);
    expect((await app.call('GET', '/map')).body).toEqual({ communes: [] });
  });

  it('takes the outlines of its hamlets and what lies beneath them', async () => {
    const { communeId, hamletIds } = await addCommune(app);
    const outlines = collection(
      [{ ten: 'Dong Gai' }, squareAt(106.02, 21.35)],
      [{ name: 'Thôn Trại' }, squareAt(106.03, 21.35)],
      [{ name: 'Thôn Khác' }, squareAt(106.05, 21.35)],
    );
    const dry = await send(communeId, 'hamlets', outlines, true);
    expect(dry.body).toMatchObject({ applied: false, features: 3, unmatched: [{ feature: 3, name: 'Thôn Khác' }] });
    expect((await app.call('GET', '/map')).body.communes).toEqual([]);
    const done = await send(communeId, 'hamlets', outlines);
    expect(done.body).toMatchObject({ applied: true, without: [{ hamletName: 'Ngoài' }], faults: [] });
    const road = {
      type: 'LineString',
      coordinates: [
        [106, 21.3],
        [106.1, 21.4],
      ],
    };
    const base = await send(communeId, 'base', collection([{ highway: 'primary', name: 'Tỉnh lộ 295' }, road]));
    expect(base.body).toMatchObject({ applied: true, kinds: [{ kind: 'road', count: 1 }] });
    const { communes } = (await app.call('GET', `/map?communeId=${communeId}`)).body;
    expect(communes).toHaveLength(1);
    expect(communes[0].bounds).toEqual([106.02, 21.35, 106.04, 21.36]);
    expect(communes[0].hamlets.map((each: { hamletId: string }) => each.hamletId)).toEqual(hamletIds.slice(0, 2));
    expect(communes[0].hamlets[0].labelAt).toEqual([106.025, 21.355]);
    // drawn clockwise, kept counterclockwise
    expect(communes[0].hamlets[0].geometry.coordinates[0][0][1]).toEqual([106.03, 21.35]);
    expect(communes[0].base).toEqual([{ kind: 'road', name: 'Tỉnh lộ 295', geometry: road }]);
  });

  it('stays as it was when a file is none, has a fault, or matches nothing', async () => {
    const { communeId } = await addCommune(app);
    await send(communeId, 'hamlets', collection([{ name: 'Trại' }, squareAt(106.02, 21.35)]));
    const open = { type: 'Polygon', coordinates: [squareAt(106, 21).coordinates[0]?.slice(0, 4)] };
    const faulty = await send(communeId, 'hamlets', collection([{ name: 'Ngoài' }, squareAt(106, 21)], [{}, open]));
    expect(faulty.status).toBe(200);
    expect(faulty.body).toMatchObject({ applied: false, faults: [{ feature: 2, code: 'map-ring-open' }] });
    expect((await send(communeId, 'hamlets', '<svg/>')).body.code).toBe('map-unreadable');
    expect((await send(communeId, 'hamlets', collection([{ name: 'X' }, squareAt(1, 2)]))).body.code).toBe(
      'map-no-match',
    );
    const { communes } = (await app.call('GET', '/map')).body;
    expect(communes[0].bounds).toEqual([106.02, 21.35, 106.03, 21.36]);
  });

  it('is taken away a layer at a time', async () => {
    const { communeId } = await addCommune(app);
    await send(communeId, 'base', collection([{}, squareAt(106, 21)]));
    expect((await app.call('DELETE', `/map/${communeId}/hamlets`)).status).toBe(200);
    expect((await app.call('GET', '/map')).body.communes).toHaveLength(1);
    expect((await app.call('DELETE', `/map/${communeId}/base`)).status).toBe(200);
    expect((await app.call('GET', '/map')).body.communes).toEqual([]);
  });

  it('shows a hamlet’s head the own hamlet, and drops the outline of a hamlet that is no more', async () => {
    const { communeId, hamletIds } = await addCommune(app);
    const outlines = collection(
      [{ name: 'Trại' }, squareAt(106.02, 21.35)],
      [{ name: 'Ngoài' }, squareAt(106.04, 21.35)],
    );
    await send(communeId, 'hamlets', outlines);
    await app.call('DELETE', `/areas/${hamletIds[2]}`);
    const { communes } = (await app.call('GET', '/map')).body;
    expect(communes[0].hamlets).toHaveLength(1);
    await app.putPeople([person('truong', 'Trưởng thôn', ['hamlet-head'], { areaIds: [hamletIds[0] as string] })]);
    const seen = await app.call('GET', '/map', undefined, signedIn('truong'));
    expect(seen.body.communes).toMatchObject([{ communeId, hamlets: [] }]);
  });

  it('reads the outlines of real communes', async () => {
    const folder = '../shared/corpus/gazetteer';
    if (!existsSync(folder)) return void console.info('0 outlines of the corpus');
    const files = ['07306_nha_nam', '07330_phuc_hoa', '07333_quang_trung', '07339_tan_yen', '07351_ngoc_thien'];
    const { communeId } = await addCommune(app);
    for (const file of files) {
      const done = await send(communeId, 'base', readFileSync(`${folder}/${file}.geojson`, 'utf8'));
      expect(done.body).toMatchObject({ applied: true, features: 1 });
    }
    console.info(`${files.length} outlines of the corpus`);
  });
});
