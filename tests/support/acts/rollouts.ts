/** Acts on versions of the agent and rollouts, and what the log is to say of them. */
import { expect } from 'vitest';
import { anyText, type Cases } from './told.ts';

const RELEASE = 'a'.repeat(64);

export const ROLLOUT_ACTS: Cases = {
  'POST /rollouts': async (world, stage) => {
    // it makes the version that is brought
    await stage.made('rollout', world);
    const deviceId = await stage.made('device', world);
    const { clusterId } = await stage.app.useCases.devices.get(deviceId);
    return {
      body: { releaseId: RELEASE, clusterIds: [clusterId], firstClusterId: clusterId },
      subjectId: anyText,
      after: { version: '0.2.0', clusters: [anyText], first: anyText },
    };
  },
  'POST /rollouts/:id/pause': () => ({
    body: {},
    before: { state: 'running' },
    after: expect.objectContaining({ state: 'paused' }),
  }),
  'POST /rollouts/:id/resume': async (world, stage) => {
    const id = await stage.made('rollout', world);
    await stage.app.rollouts.rollouts.pause(id);
    return { id, body: {}, before: { state: 'paused' }, after: expect.objectContaining({ state: 'running' }) };
  },
  'POST /rollouts/:id/stop': () => ({
    body: {},
    before: { state: 'running' },
    after: expect.objectContaining({ state: 'stopped' }),
  }),
  // of all communes
  'DELETE /releases/:releaseId': async (world, stage) => {
    await stage.made('rollout', world);
    const told = { before: { version: '0.2.0', withdrawn: false }, after: { withdrawn: true } };
    return { as: 'tinh', path: `/releases/${RELEASE}`, at: undefined, subjectId: RELEASE, ...told };
  },
};
