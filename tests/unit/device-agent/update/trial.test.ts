/** Whatever happens, in whatever order: what runs was proved or came with the machine, and nothing is tried twice. */
import type { LauncherState, Proposal } from '@loa-lang/device-agent/launcher/files';
import { begun, crashed, proved, rolledBack, started } from '@loa-lang/device-agent/launcher/trial';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const proposal = (n: number): Proposal => ({
  ...{ name: `v${n}`, version: `0.${n}.0`, main: 'main.js', artefactId: `artefact-${n}`, commandId: `command-${n}` },
});

type Event = { kind: 'next'; n: number } | { kind: 'start' | 'crash' | 'prove' | 'late' };
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('next' as const), n: fc.nat(3) }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('start' as const, 'crash' as const) }) },
  fc.record({ kind: fc.constantFrom('prove' as const, 'late' as const) }),
);

const after = (state: LauncherState, what: Event): LauncherState => {
  if (what.kind === 'next') return begun(state, proposal(what.n));
  if (what.kind === 'start') return started(state);
  if (what.kind === 'crash') return crashed(state, 'ended with code 1');
  return what.kind === 'prove' ? proved(state) : rolledBack(state, 'late');
};

describe('a trial', () => {
  it('is made once of what fails, and what runs was proved', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        let state: LauncherState = { bad: [] };
        const [good, failed] = [new Set<string>(), new Set<string>()];
        let starts = 0;
        for (const what of events) {
          const before = state;
          state = after(state, what);
          const { trial, current, previous, bad } = state;
          if (before.trial === undefined && trial !== undefined) {
            expect(failed).not.toContain(trial.of.artefactId);
            starts = 0;
          }
          if (what.kind === 'start' && trial !== undefined) expect(++starts).toBeLessThanOrEqual(10);
          if (before.trial !== undefined && trial === undefined) {
            const isGood = state.outcome?.result === 'healthy';
            (isGood ? good : failed).add(before.trial.of.artefactId);
            expect(state.outcome?.commandId).toBe(before.trial.of.commandId);
          }
          if (current !== undefined) expect(good).toContain(current.artefactId);
          if (previous !== undefined) expect(good).toContain(previous.artefactId);
          expect([...failed]).toEqual(bad);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('survives two crashes and a few power cuts', () => {
    let state = begun({ bad: [] }, proposal(1));
    for (let cut = 0; cut < 6; cut++) state = started(state);
    for (let crash = 0; crash < 2; crash++) state = started(crashed(state, 'ended with code 1'));
    expect(proved(state)).toMatchObject({ current: { version: '0.1.0' }, outcome: { result: 'healthy' }, bad: [] });
    expect(crashed(state, 'ended with code 1').outcome).toMatchObject({ result: 'rolled-back' });
  });

  it('leaves the former version where it can be gone back to', () => {
    const first = proved(started(begun({ bad: [] }, proposal(1))));
    const second = proved(started(begun(first, proposal(2))));
    expect(second).toMatchObject({ current: { name: 'v2' }, previous: { name: 'v1' } });
    const third = rolledBack(begun(second, proposal(3)), 'late');
    expect(third).toMatchObject({ current: { name: 'v2' }, previous: { name: 'v1' }, bad: ['artefact-3'] });
    expect(begun(third, proposal(3))).toBe(third);
  });
});
