/** Acts of approval, and what the log is to say of them. */
import { expect } from 'vitest';
import { HOUR, NOW } from '../rights/two-communes.ts';
import { anyNumber, anyText, at, type Cases } from './told.ts';

export const APPROVAL_ACTS: Cases = {
  'POST /approvals/:id/submit': async (world, stage) => {
    const { id } = await stage.asked('viet', 'Nháp', world);
    return { id, before: { title: 'Nháp', state: 'draft' }, after: { title: 'Nháp', state: 'submitted' } };
  },
  'POST /approvals/:id/decisions': async (world, stage) => {
    const { id, bindingHash } = await stage.waiting(world);
    return {
      ...{ id, body: { decision: 'approve', bindingHash }, as: 'thay' },
      before: { title: `Duyệt ${world.mark}`, state: 'submitted' },
      after: expect.objectContaining({ state: 'approved', bindingHash, way: 'console' }),
    };
  },
  'POST /approvals/:id/outside': async (world, stage) => ({
    ...(await stage.saidOutside(world)),
    before: { title: `Duyệt ${world.mark}`, state: 'submitted' },
    after: expect.objectContaining({
      ...{ state: 'approved', way: 'outside', approver: { personId: 'thay', name: 'Vũ Văn Thay' }, saidAt: NOW - HOUR },
    }),
  }),
  'POST /approvals/:id/confirm': async (world, stage) => {
    const { id, body } = await stage.saidOutside(world);
    await stage.ask('xa', { method: 'POST', path: `/approvals/${id}/outside`, body });
    const told = { title: `Duyệt ${world.mark}`, approver: { personId: 'thay', name: 'Vũ Văn Thay' } };
    return { as: 'thay', id, before: { ...told, confirmedAt: null }, after: { ...told, confirmedAt: NOW } };
  },
  'PUT /approvals/:id/photo': async (world, stage) => {
    const { id, body } = await stage.saidOutside(world);
    await stage.ask('xa', { method: 'POST', path: `/approvals/${id}/outside`, body });
    const title = `Duyệt ${world.mark}`;
    const [headers, picture] = [{ 'content-type': 'image/jpeg' }, new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])];
    const after = { title, photo: { type: 'image/jpeg', fileName: anyText } };
    return { id, headers, body: picture, before: { title, photo: null }, after };
  },
  'POST /approvals/:id/link': async (world, stage) => ({
    ...{ id: (await stage.waiting(world)).id, body: { approverId: 'thay' }, before: undefined },
    after: { title: `Duyệt ${world.mark}`, approver: { personId: 'thay', name: 'Vũ Văn Thay' }, expiresAt: anyNumber },
  }),
  'PUT /approvals/settings': ({ communeId }) => ({
    path: `/approvals/settings?communeId=${communeId}`,
    ...{
      body: { selfApproval: true },
      subjectId: undefined,
      before: { selfApproval: false },
      after: { selfApproval: true },
    },
  }),
  'POST /delegations': () => ({
    body: { toPersonId: 'thay', startsAt: at(1), endsAt: at(2), note: 'QĐ 12' },
    subjectId: anyText,
    after: expect.objectContaining({ to: { personId: 'thay', name: 'Vũ Văn Thay' }, endsAt: NOW + 2 * HOUR }),
  }),
  'DELETE /delegations/:id': async (_world, stage) => {
    const body = { toPersonId: 'thay', startsAt: at(-1), endsAt: at(2) };
    const { id } = (await stage.ask('xa', { method: 'POST', path: '/delegations', body })).body;
    const before = expect.objectContaining({ from: { personId: 'xa', name: 'Cán bộ xã' }, endsAt: NOW + 2 * HOUR });
    return { as: 'thay', id, before, after: { endedAt: NOW } };
  },
};
