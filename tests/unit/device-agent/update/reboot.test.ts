/** A reboot is answered when the machine is back, and not when it was asked for. */
import { type AskedReboot, Reboot } from '@loa-lang/device-agent/update/reboot';
import { shellReboot } from '@loa-lang/device-agent/update/shell-reboot';
import type { CommandAnswer } from '@loa-lang/schemas/wire/report';
import { expect, it } from 'vitest';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const COMMAND = { id: 'c1', name: 'reboot', issuedAt: 1, expiresAt: 2 };

async function life(
  disk: { note?: AskedReboot | undefined },
  machineBoot: string,
  over: Partial<{ quiet: boolean; ok: boolean; configured: boolean }> = {},
) {
  const { quiet = true, ok = true, configured = true } = over;
  const clock = new VirtualClock();
  const answers: CommandAnswer[] = [];
  const reboot = new Reboot({
    ...{ clock, machineBoot, isQuiet: () => quiet, answer: async (answer) => void answers.push(answer) },
    note: {
      read: async () => disk.note,
      write: async (note) => {
        disk.note = note;
      },
      clear: async () => {
        disk.note = undefined;
      },
    },
    rebootMachine: configured ? async () => (ok ? { ok } : { ok, detail: 'not allowed' }) : undefined,
  });
  await reboot.start();
  return { reboot, answers, run: (ms: number) => clock.advanceTo(clock.monotonicNow() + ms) };
}

it('is done when another boot says so', async () => {
  const disk = {};
  const before = await life(disk, 'boot-1');
  expect(await before.reboot.executor(COMMAND)).toBe('later');
  before.reboot.stop();
  const after = await life(disk, 'boot-2');
  expect(after.answers).toEqual([{ kind: 'command-answer', commandId: 'c1', outcome: 'done' }]);
  expect((await life(disk, 'boot-2')).answers).toEqual([]);
});

it('has failed when the machine stays up, whether the agent was started again or not', async () => {
  const disk = {};
  const { reboot, answers, run } = await life(disk, 'boot-1');
  await reboot.executor(COMMAND);
  reboot.stop();
  const again = await life(disk, 'boot-1');
  await again.run(6 * 60_000);
  expect(answers).toEqual([]);
  expect(again.answers).toMatchObject([{ outcome: 'failed' }]);
  await run(1);
});

it.each([
  ['not configured', { configured: false }, 'refused'],
  ['on air', { quiet: false }, 'refused'],
  ['not allowed', { ok: false }, 'failed'],
] as const)('%s: it is told at once, and forgotten', async (_what, over, outcome) => {
  const disk: { note?: AskedReboot } = {};
  const { reboot } = await life(disk, 'boot-1', over);
  expect(await reboot.executor(COMMAND)).toMatchObject({ outcome: { outcome } });
  expect(disk.note).toBeUndefined();
});

it('asks the system with the command of the configuration', async () => {
  expect(await shellReboot('true')()).toEqual({ ok: true });
  expect(await shellReboot('echo no such unit >&2; exit 4')()).toEqual({
    ok: false,
    detail: 'rebootCommand: 4 no such unit',
  });
});
