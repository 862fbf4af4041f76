/** Uploaded recordings: what was measured of them, and repairs. */
import type { Repair } from '@loa-lang/schemas/http/recordings';
import type { BulletinId } from '@loa-lang/schemas/ids';
import { recordingWarnings } from '../../domain/recordings/recording-warnings.ts';
import { noiseFloorOf, soundingRange } from '../../domain/recordings/repair.ts';
import { warningText } from '../../domain/text/stored-warning.ts';
import type { BulletinRecord, BulletinStore, VersionRecord } from '../../ports/bulletin-store.ts';
import type { MeasuredVersion, RecordingStore, RecordingVersion } from '../../ports/recording-store.ts';
import type { BulletinMaking } from '../bulletins/make-bulletins.ts';
import { noteVersion } from '../bulletins/note-version.ts';
import { found, Refusal } from '../refusal.ts';

export interface RecordingsDeps {
  bulletins: BulletinStore;
  recordings: RecordingStore;
  making: BulletinMaking;
  newId: () => string;
}

export interface WantedRepair {
  repair: Repair;
  trimSilence?: boolean | undefined;
  language?: string | undefined;
}

/** Shorter is no bulletin; the transcoder refuses it, too. */
const MIN_KEPT_MS = 200;

/** A version whose audio is there. */
export interface AnalysedVersion extends MeasuredVersion {
  analysis: NonNullable<MeasuredVersion['analysis']>;
  aired: NonNullable<MeasuredVersion['aired']>;
}

export class Recordings {
  readonly #deps: RecordingsDeps;

  constructor(deps: RecordingsDeps) {
    this.#deps = deps;
  }

  /** With every warning there is about it, as stored texts. */
  async analysis(
    id: BulletinId,
    which: { version?: number | undefined; language?: string | undefined },
  ): Promise<AnalysedVersion> {
    const bulletin = await this.#bulletin(id);
    const { version: number } = which;
    const language = which.language ?? (number === undefined ? versionIn(bulletin, undefined).language : undefined);
    const version = found(await this.#deps.recordings.measured(bulletin.id, { ...which, language }), 'version-unknown');
    const { analysis, aired } = version;
    if (analysis === undefined || aired === undefined) throw new Refusal('analysis-missing');
    const warnings = [...new Set([...version.warnings, ...recordingWarnings(analysis).map(warningText)])];
    return { ...version, analysis, aired, warnings };
  }

  async history(id: BulletinId): Promise<RecordingVersion[]> {
    return this.#deps.recordings.history((await this.#bulletin(id)).id);
  }

  /** A new version, made of the kept original. What is planned with an earlier version keeps its audio. */
  async repair(id: BulletinId, { repair, trimSilence = false, language }: WantedRepair): Promise<BulletinRecord> {
    const bulletin = await this.#bulletin(id);
    const version = versionIn(bulletin, language);
    const exact = await this.#exact(bulletin.id, version.language, repair, trimSilence);
    return this.#follow(bulletin, version, exact);
  }

  /** A new version with the repair of an earlier one: the undo, which finds its audio where it was. */
  async backTo(id: BulletinId, number: number, language?: string): Promise<BulletinRecord> {
    const bulletin = await this.#bulletin(id);
    const version = versionIn(bulletin, language);
    const history = await this.#deps.recordings.history(id);
    const earlier = history.find((each) => each.version === number && each.language === version.language);
    const { repair, originalId } = found(earlier, 'version-unknown');
    return this.#follow(bulletin, originalId === undefined ? version : { ...version, originalId }, repair);
  }

  async #bulletin(id: BulletinId): Promise<BulletinRecord> {
    return found(await this.#deps.bulletins.find(id), 'bulletin-unknown');
  }

  /** What was left to the measurement is taken from that of the whole original. */
  async #exact(id: BulletinId, language: string, repair: Repair, trimSilence: boolean): Promise<Repair> {
    const whole = await this.#wholeAnalysis(id, language);
    if (repair.range !== undefined) checkRange(repair.range, whole?.durationMs);
    const range = repair.range ?? (trimSilence && whole !== undefined ? soundingRange(whole) : undefined);
    const { denoise } = repair;
    return {
      ...repair,
      ...(range !== undefined && { range }),
      ...(denoise !== undefined &&
        whole !== undefined && { denoise: { noiseFloorDbfs: noiseFloorOf(whole), ...denoise } }),
    };
  }

  /** Of the newest version that has all of the original, and its noise: what a repair is measured against. */
  async #wholeAnalysis(bulletinId: BulletinId, language: string) {
    const { recordings } = this.#deps;
    for (const { version, repair, language: its, state } of await recordings.history(bulletinId)) {
      const isPart = repair.range !== undefined || repair.denoise !== undefined;
      if (its !== language || state !== 'ready' || isPart) continue;
      const measured = await recordings.measured(bulletinId, { version, language });
      if (measured?.analysis !== undefined) return measured.analysis;
    }
    return undefined;
  }

  /** The next version of this language. */
  async #follow(bulletin: BulletinRecord, version: VersionRecord, repair: Repair): Promise<BulletinRecord> {
    const { bulletins, making, newId } = this.#deps;
    if (version.originalId === undefined) throw new Refusal('repair-no-recording');
    if (bulletin.versions.some(({ state }) => state === 'processing'))
      throw new Refusal('bulletin-not-ready', { title: bulletin.title });
    const { version: _, ...current } = version;
    const next = await bulletins.addVersion({
      ...current,
      id: newId(),
      repair,
      state: 'processing',
      fault: undefined,
      warnings: [],
      asset: undefined,
    });
    noteVersion(bulletin, next);
    making.take(next, bulletin.kind);
    return found(await bulletins.find(bulletin.id), 'bulletin-unknown');
  }
}

function versionIn({ versions }: BulletinRecord, language: string | undefined): VersionRecord {
  const [first] = versions;
  return found(
    language === undefined ? first : versions.find((version) => version.language === language),
    'version-unknown',
  );
}

function checkRange({ startMs, endMs }: NonNullable<Repair['range']>, durationMs: number | undefined): void {
  const beyond = durationMs !== undefined && endMs > durationMs;
  if (endMs - startMs >= MIN_KEPT_MS && !beyond) return;
  throw new Refusal('repair-range-wrong', { seconds: durationMs === undefined ? '?' : (durationMs / 1000).toFixed(1) });
}
