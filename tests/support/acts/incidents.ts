/** Acts on incidents and maintenance, and what the log is to say of them. */
import { HOUR, NOW } from '../rights/two-communes.ts';
import { anyText, at, type Cases } from './told.ts';

const open = { kind: 'device-offline', state: 'open' };

export const INCIDENT_ACTS: Cases = {
  'POST /incidents/:id/acknowledge': () => ({ body: {}, before: open, after: { ...open, state: 'acknowledged' } }),
  'POST /incidents/:id/assign': () => ({
    body: { personId: 'thay' },
    ...{ before: open, after: { ...open, assignee: 'Vũ Văn Thay' } },
  }),
  'POST /incidents/:id/note': () => ({ body: { text: 'Gọi 0912345678' }, before: open, after: open }),
  'POST /incidents/:id/resolve': () => ({ body: {}, before: open, after: { ...open, state: 'resolved' } }),
  'POST /incidents/:id/reopen': async (world, stage) => {
    const id = await stage.made('incident', world);
    await stage.ask('xa', { method: 'POST', path: `/incidents/${id}/resolve`, body: {} });
    return { id, body: {}, before: { ...open, state: 'resolved' }, after: open };
  },
  'POST /maintenance-windows': ({ clusterIds }) => ({
    body: { clusterId: clusterIds[0], until: at(2), reason: 'Thay loa' },
    subjectId: anyText,
    after: { name: anyText, fromAt: NOW, untilAt: NOW + 2 * HOUR, reason: 'Thay loa' },
  }),
  'POST /maintenance-windows/:id/end': () => ({
    before: { name: anyText, fromAt: NOW, untilAt: NOW + HOUR },
    after: { name: anyText, endedAt: NOW },
  }),
};
