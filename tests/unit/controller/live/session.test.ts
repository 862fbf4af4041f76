/** A live while it is open: what its speaker is told, and that it ends whatever fails. */

import type { OpenLive } from '@loa-lang/controller/ports/live-store';
import type { LiveLine } from '@loa-lang/controller/services/live/live-line';
import { LiveSession } from '@loa-lang/controller/services/live/live-session';
import type { LiveStatus } from '@loa-lang/controller/services/live/live-status';
import type { LiveWatch } from '@loa-lang/controller/services/live/live-watch';
import { expect, it } from 'vitest';
import { HandClock } from '../../../support/fake-clock.ts';

function opened(more: { close?: () => Promise<boolean>; isHeard?: () => boolean } = {}) {
  const clock = new HandClock();
  const told: LiveStatus[] = [];
  const closed: number[] = [];
  const problems: string[] = [];
  let gone = 0;
  const look = { onAirAt: clock.now() - 1, until: clock.now() + 60_000, isOnAir: true, waitsFor: undefined };
  const open = { live: { delayMs: 300 }, clusterIds: ['a', 'b'] } as unknown as OpenLive;
  const session = new LiveSession(open, {
    line: { close: async () => false, onAirFrom: () => undefined, ...more } as unknown as LiveLine,
    watch: { look, heard: new Set(['a']), households: 70 } as unknown as LiveWatch,
    ...{ clock, isHeard: () => true, ...more },
    end: async () => undefined,
    recording: async () => undefined,
    onGone: () => void gone++,
    onProblem: (problem) => void problems.push(problem),
  });
  session.attach({ tell: (status) => void told.push(status), close: (code) => void closed.push(code) });
  return { session, told, closed, problems, gone: () => gone };
}

it('ends although its recording cannot be closed', async () => {
  const close = () => Promise.reject(new Error('the disk is gone'));
  const { session, told, closed, problems, gone } = opened({ close });
  await session.end('ended');
  expect([told.at(-1)?.state, closed, gone()]).toEqual(['ended', [1000], 1]);
  expect(problems).toEqual(['the recording of a live was not closed']);
});

it('is heard nowhere while nothing goes out, whatever devices said last', async () => {
  let heard = true;
  const { session, told } = opened({ isHeard: () => heard });
  expect(told.at(-1)).toMatchObject({ heard: 1, of: 2, households: 70 });
  heard = false;
  await session.end('ended');
  expect(told.at(-1)).toMatchObject({ heard: 0, of: 2, households: 0 });
});
