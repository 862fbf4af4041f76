/** Acts on what is said, and what the log is to say of them. */
import { expect } from 'vitest';
import { NOW } from '../rights/two-communes.ts';
import { anyText, base64, type Cases, form, TUS } from './told.ts';

const WORDS = { title: 'Họp thôn', kind: 'notice', headline: 'Họp', sentences: ['Mời họp.'], fields: [] };

export const BULLETIN_ACTS: Cases = {
  'PUT /areas/:id/station-texts/:language': () => ({
    ...{ body: { greeting: 'Xin chào bà con' }, before: {}, after: { greeting: 'Xin chào bà con' } },
  }),
  'POST /dictionary': ({ communeId }) => ({
    body: { communeId, written: 'UBND', reading: 'uỷ ban nhân dân' },
    ...{ subjectId: anyText, after: expect.objectContaining({ written: 'UBND', reading: 'uỷ ban nhân dân' }) },
  }),
  'PATCH /dictionary/:id': () => ({
    body: { reading: 'đọc khác' },
    ...{ before: { written: anyText, reading: 'đọc' }, after: { written: anyText, reading: 'đọc khác' } },
  }),
  'DELETE /dictionary/:id': () => ({ before: expect.objectContaining({ written: anyText, reading: 'đọc' }) }),
  'POST /bulletins': ({ communeId }) => ({
    body: { communeId, text: 'Xin chào bà con.', title: 'Lời chào', category: 'Tin' },
    subjectId: anyText,
    after: { title: 'Lời chào', kind: 'plain', language: 'vi', keep: false, category: 'Tin' },
  }),
  'POST /bulletins/upload': ({ communeId }) => ({
    body: form({ communeId, title: 'Ghi âm' }),
    ...{ subjectId: anyText, after: expect.objectContaining({ title: 'Ghi âm', fileName: 'tin.mp3' }) },
  }),
  'POST /bulletins/uploads': ({ communeId }) => ({
    headers: {
      ...{ ...TUS, 'upload-length': '10' },
      'upload-metadata': `communeId ${base64(communeId)},filename ${base64('a.mp3')}`,
    },
    ...{ subjectId: anyText, after: expect.objectContaining({ communeId, fileName: 'a.mp3', sizeBytes: 10 }) },
  }),
  'DELETE /bulletins/uploads/:id': () => ({
    ...{ headers: TUS, before: expect.objectContaining({ sizeBytes: 1000, receivedBytes: 0 }) },
  }),
  'PATCH /bulletins/:id': ({ mark }) => ({
    body: { title: 'Tên khác', keep: true },
    ...{ before: { title: `Bản tin ${mark}`, keep: false }, after: { title: 'Tên khác', keep: true } },
  }),
  'DELETE /bulletins/:id': ({ mark }) => ({
    ...{ before: { title: `Bản tin ${mark}` }, after: { removed: true, uses: 0 } },
  }),
  'POST /bulletins/:id/restore': async (world, stage) => {
    const id = await stage.made('bulletin', world);
    await stage.app.useCases.removal.remove(id, true);
    const title = `Bản tin ${world.mark}`;
    return { id, before: { title, removedAt: NOW }, after: { title } };
  },
  'POST /bulletins/:id/repairs': async (world, stage) => ({
    ...{ id: await stage.recorded(world), body: { repair: { gainDb: -3 } } },
    before: expect.objectContaining({ language: 'vi', version: 2, fileName: 'tin.mp3' }),
    after: expect.objectContaining({ language: 'vi', version: 3, repair: { gainDb: -3 } }),
  }),
  'PUT /bulletins/:id/versions/:language': ({ mark }) => ({
    body: { text: 'Lời mới.' },
    before: expect.objectContaining({ title: `Bản tin ${mark}`, language: 'vi', version: 1 }),
    after: expect.objectContaining({ title: `Bản tin ${mark}`, language: 'vi', version: 2 }),
  }),
  'POST /bulletins/:id/versions/:language/upload': ({ mark }) => ({
    ...{ body: form({}), before: expect.objectContaining({ title: `Bản tin ${mark}`, version: 1 }) },
    after: expect.objectContaining({ version: 2, fileName: 'tin.mp3' }),
  }),
  'DELETE /bulletins/:id/versions/:language': async (world, stage) => {
    const id = await stage.made('bulletin', world);
    await stage.app.stores.bulletins.addVersion({ ...(await stage.firstOf(id)), id: `${id}-2`, language: 'tay' });
    const before = { title: `Bản tin ${world.mark}`, language: 'tay' };
    return { id, path: `/bulletins/${id}/versions/tay`, before, after: { removed: true, uses: 0 } };
  },
  'POST /templates/:id/bulletins': ({ communeId }) => ({
    ...{ body: { communeId, values: {} }, subjectId: anyText },
    after: expect.objectContaining({ title: anyText, kind: 'notice' }),
  }),
  'POST /templates': ({ communeId }) => ({
    ...{ body: { communeId, ...WORDS }, subjectId: anyText, after: WORDS },
  }),
  'PATCH /templates/:id': ({ mark }) => ({
    body: { version: 1, putAway: true },
    before: { title: `Mẫu ${mark}`, putAway: false },
    after: { title: `Mẫu ${mark}`, putAway: true },
  }),
};
