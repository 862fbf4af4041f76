import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, type HttpApp } from '../../support/http-app.ts';
import { xlsx } from '../../support/xlsx.ts';

let app: HttpApp;
appForFile((fresh) => {
  app = fresh;
});

const text = (...lines: string[]) => ({ name: 'bang.csv', bytes: Buffer.from(lines.join('\r\n')) });
const importTable = (what: string, communeId: string, file: { name: string; bytes: Uint8Array }, dryRun = false) =>
  app.upload(`/import/${what}?communeId=${communeId}${dryRun ? '&dryRun=true' : ''}`, file);

describe('import', () => {
  it('reads CSV as Excel writes it, with a byte order mark and semicolons; a second time changes nothing', async () => {
    const { communeId } = await addCommune(app);
    const file = text('\uFEFFTên thôn;Số hộ;Loại;Mã', 'Trại;1.250;thôn;T2', '"Xóm ""Mới""";35;xóm;');
    const dry = await importTable('hamlets', communeId, file, true);
    expect(dry.body).toMatchObject({ applied: false, rows: 2, created: 1, updated: 1, unchanged: 0, faults: [] });
    expect((await app.call('GET', '/areas?q=moi')).body.areas).toEqual([]);
    const done = await importTable('hamlets', communeId, file);
    expect(done.body).toMatchObject({ applied: true, created: 1, updated: 1, delivery: { state: 'sent' } });
    const [added] = (await app.call('GET', '/areas?q=moi')).body.areas;
    expect(added).toMatchObject({ name: 'Xóm "Mới"', households: 35, hamletKind: 'xóm' });
    const again = await importTable('hamlets', communeId, file);
    expect(again.body).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });

  it("gives hamlets each other's names", async () => {
    const { communeId } = await addCommune(app);
    await importTable('hamlets', communeId, text('Tên thôn;Số hộ;Mã', 'Đồng Gai;120;T1', 'Trại;80;T2', 'Ngoài;40;T3'));
    const swapped = text('Tên thôn;Số hộ;Mã', 'Trại;120;T1', 'Ngoài;80;T2', 'Đồng Gai;40;T3');
    const done = await importTable('hamlets', communeId, swapped);
    expect(done.body).toMatchObject({ applied: true, created: 0, updated: 3 });
    const { areas } = (await app.call('GET', `/areas?under=${communeId}`)).body;
    const named = areas.filter(({ kind }: { kind: string }) => kind === 'hamlet');
    expect(named.map(({ code, name }: { code: string; name: string }) => `${code} ${name}`).sort()).toEqual([
      'T1 Trại',
      'T2 Ngoài',
      'T3 Đồng Gai',
    ]);
  });

  it('reads XLSX', async () => {
    const { communeId } = await addCommune(app);
    const bytes = xlsx([
      ['Name', 'Households'],
      ['Trại', 90],
      ['Đầm', '15'],
    ]);
    const done = await importTable('hamlets', communeId, { name: 'bang.xlsx', bytes });
    expect(done.body).toMatchObject({ applied: true, created: 1, updated: 1, faults: [] });
  });

  it('names every faulty row and stores nothing', async () => {
    const { communeId } = await addCommune(app);
    const file = text('Mã cụm,Thôn,Số hộ phục vụ', '11,Trại,60', '12,Sao Hoả,10', ',Trại,nhiều');
    const { status, body } = await importTable('clusters', communeId, file);
    expect(status).toBe(200);
    expect(body.applied).toBe(false);
    expect(body.faults.map((fault: { row: number; column: string }) => [fault.row, fault.column])).toEqual([
      [3, 'Thôn'],
      [4, 'Mã cụm'],
      [4, 'Số hộ phục vụ'],
    ]);
    expect(body.faults[0].message.vi).toContain('Sao Hoả');
    expect((await app.call('GET', '/clusters')).body.clusters).toHaveLength(3);
  });

  it('brings clusters in and publishes the settings of those it changes', async () => {
    const { communeId, hamletIds, clusterIds } = await addCommune(app);
    const { body } = await app.call('POST', '/devices', { publicKey: 'A'.repeat(43), clusterId: clusterIds[0] });
    app.publisher.forget();
    const file = text('Mã cụm,Thôn,Số hộ phục vụ,Loa', '01,Đồng Gai,Đồng Gai: 40; Trại: 20,2x50', '04,Ngoài,40,50@90');
    const done = await importTable('clusters', communeId, file);
    expect(done.body).toMatchObject({ applied: true, created: 1, updated: 1 });
    expect(app.publisher.settings).toEqual([body.device.id]);
    const cluster = await app.call('GET', `/clusters/${clusterIds[0]}`);
    expect(cluster.body.services).toHaveLength(2);
    expect(cluster.body.horns).toEqual([{ watts: 50 }, { watts: 50 }]);
    const settings = await app.stores.documents.settingsContent(body.device.id);
    expect(settings?.areaIds.slice(0, 2)).toEqual([hamletIds[0], hamletIds[1]]);
  });

  it('refuses what is no table', async () => {
    const { communeId } = await addCommune(app);
    const code = async (bytes: Uint8Array) => (await importTable('hamlets', communeId, { name: 'x', bytes })).body.code;
    expect(await code(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00]))).toBe('import-unreadable');
    expect(await code(Buffer.from('PK\x03\x04nothing'))).toBe('import-unreadable');
    expect(await code(Buffer.from(''))).toBe('import-empty');
    expect(await code(Buffer.from('Tên,Số hộ\n'))).toBe('import-empty');
    expect(await code(Buffer.from(`Tên,Số hộ\n${'x,1\n'.repeat(2001)}`))).toBe('import-too-many-rows');
    expect(await code(Buffer.alloc(5 * 1024 * 1024 + 1, 'x'))).toBe('upload-too-large');
    expect((await app.call('POST', `/import/hamlets?communeId=${communeId}`, {})).body.code).toBe('media-type-unknown');
  });
});
