/** An agent as the program composes it, with a PulseAudio loudspeaker and a microphone in the same yard. */
import type { Agent } from '@loa-lang/device-agent/agent';
import type { CommandName } from '@loa-lang/schemas/wire/command';
import type { CommandAnswer, HeardReport, SelfTestReport } from '@loa-lang/schemas/wire/report';
import { AgentWorld, controllerNow, encoded } from '../../integration/device-agent/agent-world.ts';
import { broadcast, plan } from '../../unit/timeline/fixtures.ts';
import { eventually } from '../eventually.ts';
import { testSettings } from '../stand-in-controller.ts';
import { corpusSpeech } from './corpus-speech.ts';
import { ffmpegTools } from './ffmpeg-tools.ts';
import { hasPrograms } from './pulse-server.ts';
import { MICROPHONE, PulseYard } from './pulse-yard.ts';

const SECONDS = 6;
/** From the plan to the first sample: audio and plan go over a real broker. */
const AHEAD_MS = 2000;

/** @returns what is missing on this machine; nothing when all is there */
export async function missingForEars(): Promise<string | undefined> {
  if (!hasPrograms('pulseaudio', 'pacat', 'parec', 'pactl')) return 'no pulseaudio, pulseaudio-utils';
  if ((await ffmpegTools()).length === 0) return 'no ffmpeg to make a sound with';
  return corpusSpeech().length === 0 ? 'no corpus of speech' : undefined;
}

/** Some seconds of the corpus' voices one after another. @param first which of them begins */
export function said(first: number, seconds = SECONDS): Float32Array {
  const voices = corpusSpeech().map(({ samples }) => samples);
  const order = [...voices.slice(first), ...voices.slice(0, first)];
  const samples = new Float32Array(seconds * 48_000);
  for (let at = 0, n = 0; at < samples.length; n++) {
    const voice = order[n % order.length] as Float32Array;
    samples.set(voice.subarray(0, samples.length - at), at);
    at += voice.length + 9600;
  }
  return samples;
}

export class EarsStage {
  readonly yard = new PulseYard();
  world!: AgentWorld;
  #agent: Agent | undefined;
  #commands = 0;
  #revision = 0;

  async start(): Promise<void> {
    await this.yard.start();
    this.world = await AgentWorld.open();
    const path = await this.world.provision('d1', { sink: 'pulse:horn', microphone: MICROPHONE });
    await this.world.controller.publishKeys();
    await this.world.controller.publishSettings('d1', testSettings(['h1'], { listen: true }));
    const agent = await this.world.compose(path);
    this.#agent = agent;
    await agent.start();
    await eventually('time known', () => agent.status().time.trust !== 'none');
    // with the time it takes a new number for its connection
    await eventually('connected anew', () => this.world.log.filter((line) => line === 'info connected').length > 1);
  }

  async stop(): Promise<void> {
    await this.#agent?.stop();
    await this.world?.close();
    await this.yard.stop();
  }

  faults(): string[] {
    return this.world.controller.bodies('fault').map(({ code, state, detail }) => `${code} ${state} ${detail ?? ''}`);
  }

  /** Sends a command and waits for its answer, and the report that goes before it. */
  async command(name: CommandName, parameters?: Record<string, unknown>) {
    const { controller } = this.world;
    const id = `c${++this.#commands}`;
    const now = Math.round(controllerNow());
    const times = { issuedAt: now, expiresAt: now + 60_000 };
    await controller.sendCommand('d1', { id, name, ...times, ...(parameters && { parameters }) });
    const answer = () => controller.bodies('command-answer').find((each) => each.commandId === id);
    await eventually(`${name} answered`, () => answer() !== undefined, 40_000);
    const test = controller.bodies('self-test').find((report) => report.commandId === id);
    return { answer: answer() as CommandAnswer, test };
  }

  async selfTest(what: string): Promise<SelfTestReport & { levelDbfs: number }> {
    const { test } = await this.command('self-test');
    if (test === undefined) throw new Error('no report of the self-test');
    const power = (test.bands ?? []).reduce((sum, { levelDbfs }) => sum + 10 ** (levelDbfs / 10), 1e-12);
    const levelDbfs = 10 * Math.log10(power / Math.max(1, test.bands?.length ?? 0));
    const { outcome, delayMs, confidence, playedDbfs } = test;
    const figures = `${levelDbfs.toFixed(1)} of ${playedDbfs} dBFS, ${delayMs} ms, confidence ${confidence}`;
    console.log(`self-test, ${what}: ${outcome}, ${figures}`);
    return { ...test, levelDbfs };
  }

  /** Broadcasts it and waits for the account of what was heard. */
  async heard(id: string, samples: Float32Array): Promise<HeardReport> {
    const { controller } = this.world;
    const durationMs = Math.floor(samples.length / 48);
    const ogg = await encoded(samples);
    const { assetId } = controller.addAsset(ogg, durationMs);
    const startAt = Math.round(controllerNow()) + AHEAD_MS;
    const item = { kind: 'asset' as const, part: 0, durationMs, language: 'vi', assetId, sizeBytes: ogg.length };
    const times = { startAt, endsAt: startAt + 60_000, joinUntilAt: startAt + 1000 };
    await controller.publishPlan('h1', plan('h1', [broadcast(id, { items: [item], ...times })], [], ++this.#revision));
    const report = () => controller.bodies('heard').find((each) => each.broadcastId === id);
    await eventually(`account of ${id}`, () => report() !== undefined, 40_000);
    const found = report() as HeardReport;
    const { verdict, confidence, levelDbfs, delayMs = '-', comparedMs } = found;
    console.log(
      `${id}: ${verdict}, likeness ${confidence}, ${levelDbfs} dBFS, ${delayMs} ms; ${comparedMs} ms compared`,
    );
    return found;
  }
}
