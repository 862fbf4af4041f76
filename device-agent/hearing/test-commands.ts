/** Carries out `play-test` and `self-test`. */
import type { Dbfs } from '@loa-lang/schemas/units';
import { type Command, PlayTestSchema, SelfTestParametersSchema } from '@loa-lang/schemas/wire/command';
import type { SelfTestReport } from '@loa-lang/schemas/wire/report';
import { Value } from 'typebox/value';
import { chime } from '../domain/hearing/chime.ts';
import { HEARING_PER_MS } from '../domain/hearing/decimator.ts';
import { AFTER_MS, measurePilot, QUIET_MS } from '../domain/hearing/measure-pilot.ts';
import { PILOT_MS, pilotAt } from '../domain/hearing/pilot.ts';
import { SAMPLE_RATE_HZ } from '../ports/audio-sink.ts';
import type { CommandExecutor, Outcome } from '../ports/command-executor.ts';
import type { Ear } from './ear.ts';
import type { SoundTest } from './sound-test.ts';

export interface TestCommandsDeps {
  test: SoundTest;
  refusal(lengthMs: number): string | undefined;
  ear: Ear | undefined;
  volumeDb(): number;
  outputFloorDbfs(): Dbfs;
  /** resolves when the report is durable */
  report(report: SelfTestReport): Promise<void>;
  breathe(): Promise<void>;
}

const PLAY_MS = 3000;
const PILOT_DBFS = -20;
/** The microphone is opened so long before. */
const OPENING_MS = 3000;
const QUIET_BEFORE_MS = QUIET_MS + 200;

export function testCommands(deps: TestCommandsDeps) {
  return {
    'play-test': (command) => answered(playTest(deps, command)),
    'self-test': (command) => answered(selfTest(deps, command)),
  } satisfies Record<string, CommandExecutor>;
}

const answered = async (outcome: Promise<Outcome>): Promise<{ outcome: Outcome }> => ({ outcome: await outcome });
const refused = (detail: string): Outcome => ({ outcome: 'refused', detail });
const failed = (detail: string): Outcome => ({ outcome: 'failed', detail });
const dbfs = (level: Dbfs | undefined): string => (level === undefined ? 'nothing' : `${level.toFixed(1)} dBFS`);

async function playTest(deps: TestCommandsDeps, { parameters = {} }: Command): Promise<Outcome> {
  if (!Value.Check(PlayTestSchema, parameters)) return refused('bad-parameters');
  const durationMs = parameters.durationMs ?? PLAY_MS;
  const refusal = deps.refusal(deps.test.takesMs(durationMs));
  if (refusal !== undefined) return refused(refusal);
  const { levelDbfs, playedMs, interruptedBy } = await deps.test.run(
    chime(durationMs, deps.volumeDb(), SAMPLE_RATE_HZ),
  );
  const figures = `${Math.round(playedMs)} of ${durationMs} ms left the output at ${dbfs(levelDbfs)}`;
  if (interruptedBy !== undefined) return failed(`interrupted: ${interruptedBy}; ${figures}`);
  return (levelDbfs ?? -Infinity) < deps.outputFloorDbfs() ? failed(figures) : { outcome: 'done', detail: figures };
}

async function selfTest(deps: TestCommandsDeps, { id, parameters = {} }: Command): Promise<Outcome> {
  if (!Value.Check(SelfTestParametersSchema, parameters)) return refused('bad-parameters');
  const refusal = deps.refusal(OPENING_MS + deps.test.takesMs(PILOT_MS, QUIET_BEFORE_MS));
  if (refusal !== undefined) return refused(refusal);
  if (deps.ear?.isOpen === true) return refused('busy: the microphone still listens to a broadcast');
  const measured = await measure(deps, parameters.levelDbfs ?? PILOT_DBFS);
  await deps.report({ kind: 'self-test', commandId: id, ...measured });
  const { outcome, detail } = measured;
  return {
    outcome: outcome === 'measured' || outcome === 'no-microphone' ? 'done' : 'failed',
    detail: `${outcome}${detail === undefined ? '' : `: ${detail}`}`,
  };
}

type Measured = Omit<SelfTestReport, 'kind' | 'commandId'>;

async function measure({ ear, test, breathe }: TestCommandsDeps, levelDbfs: Dbfs): Promise<Measured> {
  if (ear === undefined) return { outcome: 'no-microphone' };
  const pieces: Float32Array[] = [];
  const listening = await ear.open((pcm) => pieces.push(pcm));
  if (listening === undefined) return { outcome: 'no-microphone', detail: 'it cannot be opened' };
  const sounded = await test.run(pilotAt(SAMPLE_RATE_HZ, levelDbfs), QUIET_BEFORE_MS, AFTER_MS + 300);
  await listening.close();
  const { startAt, interruptedBy } = sounded;
  const playedDbfs = sounded.levelDbfs;
  const played = playedDbfs === undefined ? {} : { playedDbfs: tenth(playedDbfs) };
  if (interruptedBy !== undefined) return { outcome: 'interrupted', ...played, detail: interruptedBy };
  if (playedDbfs === undefined) return { outcome: 'failed', detail: 'nothing left for the output' };
  const recording = joined(pieces);
  const playedAt = (startAt - listening.startedAt) * HEARING_PER_MS;
  if (listening.ended || recording.length < playedAt + PILOT_MS * HEARING_PER_MS) {
    return { outcome: 'failed', ...played, detail: 'the microphone ended' };
  }
  if (recording.every((value) => value === 0))
    return { outcome: 'failed', ...played, detail: 'digital silence from the microphone' };
  const { delayMs, confidence, bands } = await measurePilot(recording, playedAt, breathe);
  return {
    outcome: 'measured',
    ...played,
    delayMs: tenth(delayMs),
    confidence: Math.round(confidence * 1000) / 1000,
    bands: bands.map(({ hz, levelDbfs: level, noiseDbfs }) => ({
      hz,
      levelDbfs: tenth(level),
      noiseDbfs: tenth(noiseDbfs),
    })),
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
