/**
 * Brings another version of the agent onto the device: checks the release, fetches its artefact as audio is fetched, unpacks
 * it beside what runs, waits for a gap, and lets the launcher try it. What is to be done follows from what lies on the
 * disk, so a power cut at any moment costs a step and nothing else; whichever version runs when the outcome is known
 * answers the command.
 */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { KeyRing } from '@loa-lang/schemas/sealing/key-ring';
import { openDocument } from '@loa-lang/schemas/sealing/seal';
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { type Command, type Release, ROLLED_BACK, UpdateParametersSchema } from '@loa-lang/schemas/wire/command';
import type { ReportBody } from '@loa-lang/schemas/wire/report';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { Value } from 'typebox/value';
import type { LauncherState, Proposal } from '../launcher/files.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommandExecutor, Execution, Outcome } from '../ports/command-executor.ts';
import { Alarm } from '../services/alarm.ts';
import type { FaultLedger } from '../services/fault-ledger.ts';
import type { AgentIdentity } from '../services/identity.ts';
import type { LogLines } from '../services/log-lines.ts';
import type { KeptNote } from './kept-note.ts';
import type { Unpacked } from './unpack.ts';

/** What is being done, until its outcome has been answered. */
export interface UpdateWork {
  commandId: string;
  /** by then the new version has been started, or it is not */
  expiresAt: EpochMillis;
  release: Release;
}

/** The folder of versions and the launcher that watches it. */
export interface Versions {
  state(): LauncherState;
  /** bytes that may still be written */
  freeBytes(): Promise<number>;
  /** Unpacks it unless that is done. Never rejects. */
  unpack(path: string, proposal: Proposal): Promise<Unpacked>;
  /** Lays it ready for the launcher's next start. @throws when the disk refuses */
  propose(proposal: Proposal): void;
  /** The version on trial is well. @throws when the disk refuses */
  markHealthy(artefactId: string): void;
  /** Removes what is neither current, previous nor on trial, nor among these. */
  tidy(also: readonly string[]): Promise<void>;
}

export interface UpdateDeps {
  identity: Pick<AgentIdentity, 'deploymentId' | 'agentVersion'>;
  clock: Clock;
  faults: FaultLedger;
  log: LogLines;
  note: Pick<KeptNote<UpdateWork>, 'read' | 'write' | 'clear'>;
  versions: Versions;
  /** within which a version on trial must be well */
  trialMs: Millis;
  ring(): KeyRing | undefined;
  now(): EpochMillis | undefined;
  /** where the complete artefact lies */
  pathOf(assetId: AssetId): string | undefined;
  /** nothing sounds, and nothing will within so long */
  isQuiet(forMs: Millis): boolean;
  /** connected, sure of the time by an answered sync, and its output is open */
  isWell(): boolean;
  /** resolves when it is durable */
  report(body: ReportBody): Promise<void>;
  /** what is to be fetched has changed */
  wantsChanged(): void;
  restart(): void;
}

const LOOK_MS = 1000;
/** Unpacked, with the rest of the last block of each of its many small files, it takes so many times its own size. */
const UNPACKED_RATIO = 12;
/** Of the trial: so long a version is well without a break before it says so, or it might just not have broken yet. */
const STEADY_PART = 0.1;

export class UpdateAgent {
  readonly #deps: UpdateDeps;
  readonly #look: Alarm;
  #work: UpdateWork | undefined;
  #wellSince: MonotonicMillis | undefined;
  #busy = false;
  #restarting = false;

  constructor(deps: UpdateDeps) {
    this.#deps = deps;
    this.#look = new Alarm(deps.clock, () => void this.#step());
  }

  /** Takes up what an earlier life began, and answers what has come out of it. */
  async start(): Promise<void> {
    this.#work = await this.#deps.note.read();
    if (this.#work !== undefined || this.#deps.versions.state().trial !== undefined) this.#look.after(LOOK_MS);
    else await this.#tidy();
  }

  stop(): void {
    this.#look.end();
  }

  /** To be fetched, and kept. */
  wanted(): AssetId[] {
    return this.#work === undefined || this.#isTried(this.#work) ? [] : [this.#work.release.artefactId];
  }

  readonly executor: CommandExecutor = async (command: Command): Promise<Execution> => {
    const { versions, note } = this.#deps;
    const no = (outcome: Outcome['outcome'], detail: string): Execution => ({ outcome: { outcome, detail } });
    const opened = await this.#open(command);
    if (!opened.ok) return no('refused', `the release is not valid: ${opened.fault}`);
    const { artefactId, sizeBytes, version } = opened.payload;
    const { current, trial, bad } = versions.state();
    if (bad.includes(artefactId)) return no('refused', `${ROLLED_BACK} before: ${version} is not tried again`);
    if (this.#work !== undefined || trial !== undefined) return no('refused', 'another update is under way');
    if (current?.artefactId === artefactId) return no('done', `${version} is at work`);
    // a disk that cannot tell refuses by itself
    const free = await versions.freeBytes().catch(() => undefined);
    if (free !== undefined && free < sizeBytes * (1 + UNPACKED_RATIO)) {
      return no('failed', `disk full: ${free} bytes are free, and ${sizeBytes} are to be fetched and unpacked`);
    }
    const work = { commandId: command.id, expiresAt: command.expiresAt, release: opened.payload };
    try {
      await note.write(work);
    } catch (error) {
      return no('failed', `not written down: ${error}`);
    }
    this.#work = work;
    this.#deps.log.info(`update to ${version} begins`);
    this.#look.after(0);
    this.#deps.wantsChanged();
    return 'later';
  };

  async #open({ parameters }: Command) {
    const { identity, ring, now } = this.#deps;
    if (!Value.Check(UpdateParametersSchema, parameters)) return { ok: false, fault: 'bad parameters' } as const;
    return openDocument('release', Buffer.from(parameters.release, 'utf8'), {
      deploymentId: identity.deploymentId,
      subject: subjects.release(),
      publicKey: (kid) => ring()?.find(kid, 'release', undefined, now()),
    });
  }

  async #step(): Promise<void> {
    if (this.#busy || this.#restarting) return;
    this.#busy = true;
    try {
      this.#watchHealth();
      if (this.#work !== undefined) await this.#advance(this.#work);
    } catch (error) {
      this.#deps.log.error('update', error);
    } finally {
      this.#busy = false;
    }
    if (this.#work !== undefined || this.#deps.versions.state().trial !== undefined) this.#look.after(LOOK_MS);
  }

  /** Decides by what lies on the disk. */
  async #advance(work: UpdateWork): Promise<void> {
    const { versions, now, pathOf, isQuiet, trialMs } = this.#deps;
    const { outcome, trial } = versions.state();
    if (outcome?.commandId === work.commandId) {
      if (outcome.result === 'healthy') return this.#finish(work, { outcome: 'done' });
      return this.#finish(work, { outcome: 'failed', detail: `${ROLLED_BACK}: ${outcome.reason ?? 'not well'}` });
    }
    if (trial?.of.commandId === work.commandId) return;
    const at = now();
    if (at === undefined) return;
    if (at > work.expiresAt) return this.#finish(work, { outcome: 'expired', detail: this.#missingFor(work) });
    const path = pathOf(work.release.artefactId);
    if (path === undefined) return;
    const proposal = proposalOf(work);
    const unpacked = await versions.unpack(path, proposal);
    if (!unpacked.ok) {
      return this.#finish(work, { outcome: 'failed', detail: `${unpacked.reason}: ${unpacked.detail}` });
    }
    // even if it has to be taken back, nothing that is planned is missed
    if (!isQuiet(trialMs + LOOK_MS)) return;
    versions.propose(proposal);
    this.#restarting = true;
    this.#deps.log.info(`version ${work.release.version} is to be tried`);
    this.#deps.restart();
  }

  #missingFor({ release }: UpdateWork): string {
    return this.#deps.pathOf(release.artefactId) === undefined ? 'it did not come in time' : 'no gap in what sounds';
  }

  #watchHealth(): void {
    const { identity, versions, clock, isWell, trialMs } = this.#deps;
    const { trial } = versions.state();
    if (trial?.of.version !== identity.agentVersion) return;
    const now = clock.monotonicNow();
    this.#wellSince = isWell() ? (this.#wellSince ?? now) : undefined;
    if (this.#wellSince !== undefined && now - this.#wellSince >= trialMs * STEADY_PART) {
      versions.markHealthy(trial.of.artefactId);
    }
  }

  async #finish(work: UpdateWork, outcome: Outcome): Promise<void> {
    const { report, note, faults, log, wantsChanged } = this.#deps;
    log.info(`update to ${work.release.version}: ${outcome.outcome} ${outcome.detail ?? ''}`);
    await report({ kind: 'command-answer', commandId: work.commandId, ...outcome });
    if (outcome.outcome === 'failed') faults.raise('update-failed', `${work.release.version}: ${outcome.detail}`);
    // whoever raised it is another life
    if (outcome.outcome === 'done') await report({ kind: 'fault', code: 'update-failed', state: 'cleared' });
    await note.clear();
    this.#work = undefined;
    wantsChanged();
    await this.#tidy();
  }

  #tidy(): Promise<void> {
    return this.#deps.versions.tidy(this.#work === undefined ? [] : [proposalOf(this.#work).name]);
  }

  #isTried({ commandId }: UpdateWork): boolean {
    const { outcome, trial } = this.#deps.versions.state();
    return outcome?.commandId === commandId || trial?.of.commandId === commandId;
  }
}

function proposalOf({ commandId, release: { version, artefactId, main } }: UpdateWork): Proposal {
  return { commandId, version, artefactId, main, name: `${version}-${artefactId.slice(0, 8)}` };
}
