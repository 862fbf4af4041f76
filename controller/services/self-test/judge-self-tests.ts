/**
 * Grades what devices have measured, and raises or clears what follows. What a crash left ungraded is found again; a
 * test is graded once, whoever looks.
 */
import { SELF_TEST_NOTE_WORDS } from '@loa-lang/schemas/errors/remote-words';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { SelfTestGrade, SelfTestNote } from '@loa-lang/schemas/states/self-test';
import type { Millis } from '@loa-lang/schemas/units';
import type { SelfTestReport } from '@loa-lang/schemas/wire/report';
import { selfTestAlarms, type Verdict } from '../../domain/self-test/alarm.ts';
import { type Figures, gradeOf } from '../../domain/self-test/grade.ts';
import { isClearEnough, type Measurement } from '../../domain/self-test/measurement.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { IncomingReport } from '../../ports/report-store.ts';
import type { BaselineRecord, Judgement, SelfTestRecord, SelfTestStore } from '../../ports/self-test-store.ts';
import { RegularLook } from '../regular-look.ts';

export interface JudgeDeps {
  selfTests: Pick<SelfTestStore, 'unjudged' | 'judge' | 'grades' | 'baseline'>;
  incidents: IncidentLog;
  feed: ProgressFeed;
  clock: Clock;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Reports are looked at when they come; this finds what was left. */
const LOOK_EVERY_MS: Millis = 60_000;

export class JudgeSelfTests {
  readonly #deps: JudgeDeps;
  readonly #looks: RegularLook;

  constructor(deps: JudgeDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('self-tests were not graded', cause),
    );
  }

  start(): void {
    this.#looks.start();
    void this.#looks.look();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  look(): Promise<void> {
    return this.#looks.look();
  }

  added(reports: readonly IncomingReport[]): void {
    if (reports.some(({ entry }) => entry.body.kind === 'self-test')) void this.#looks.lookAnew();
  }

  async #look(): Promise<void> {
    for (const test of await this.#deps.selfTests.unjudged()) await this.#judge(test);
  }

  async #judge(test: SelfTestRecord): Promise<void> {
    const { selfTests, clock } = this.#deps;
    const [baseline, grades] = await Promise.all([
      selfTests.baseline(test.clusterId),
      selfTests.grades(test.clusterId, 1),
    ]);
    const judgement = this.#judgementOf(test, baseline, grades[0]);
    // before it counts as judged: what is done twice does no harm, what is forgotten does
    if (judgement.grade !== undefined) await this.#settle(test, [judgement.grade, ...grades], judgement.figures);
    else if (isHeard(test.report)) await this.#say('self-test-silent', 'clear', test, judgement.figures);
    await selfTests.judge(test.id, { ...judgement, at: clock.now() });
  }

  #judgementOf(
    test: SelfTestRecord,
    baseline: BaselineRecord | undefined,
    before: SelfTestGrade | undefined,
  ): Omit<Judgement, 'at'> {
    const { clock, newId } = this.#deps;
    const none = { grade: undefined, baselineId: undefined, newBaseline: undefined };
    const measured = measuredOf(test.report);
    switch (test.report?.outcome) {
      case 'no-microphone':
        return { ...none, grade: 'no-microphone', figures: noFigures() };
      case 'interrupted':
        return { ...none, figures: noFigures('interrupted') };
      case 'measured':
        if (measured !== undefined) break;
        return { ...none, figures: noFigures('failed') };
      default:
        return { ...none, figures: noFigures('failed') };
    }
    if (test.mode === 'check') {
      return { ...none, ...gradeOf(measured, baseline, test.deviceId, before), baselineId: baseline?.id };
    }
    if (!isClearEnough(measured)) {
      const { grade, figures } = gradeOf(measured, undefined, test.deviceId, before);
      const notes = [...figures.notes.filter((note) => note !== 'not-calibrated'), 'not-clear-enough' as const];
      return { ...none, grade, figures: { ...figures, notes } };
    }
    const newBaseline: BaselineRecord = {
      ...{ ...measured, id: newId(), clusterId: test.clusterId, deviceId: test.deviceId, selfTestId: test.id },
      ...{ volumeDb: test.volumeDb, madeBy: test.orderedBy, madeAt: clock.now() },
    };
    return { grade: 'pass', figures: noFigures('calibrated'), baselineId: newBaseline.id, newBaseline };
  }

  async #settle(test: SelfTestRecord, grades: readonly SelfTestGrade[], figures: Figures): Promise<void> {
    const { silent, weak } = selfTestAlarms(grades);
    await this.#say('self-test-silent', silent, test, figures);
    await this.#say('self-test-weak', weak, test, figures);
  }

  async #say(kind: IncidentKind, verdict: Verdict, { clusterId }: SelfTestRecord, figures: Figures): Promise<void> {
    const { incidents, feed, clock } = this.#deps;
    if (verdict === 'keep') return;
    const detail = inWords(figures);
    if (verdict === 'raise') {
      await incidents.raise(kind, clusterId, detail, clock.now());
      feed.emit({ type: 'incident', kind, subject: clusterId, state: 'raised', detail });
    } else {
      await incidents.clear(kind, clusterId, clock.now());
    }
  }
}

/** Clearly, whatever it was to be compared with. */
function isHeard(report: SelfTestReport | undefined): boolean {
  const measured = measuredOf(report);
  return measured !== undefined && isClearEnough(measured);
}

const noFigures = (...notes: SelfTestNote[]): Figures => ({ bands: [], missing: 0, notes });

const measuredOf = (report: SelfTestReport | undefined): Measurement | undefined =>
  report?.playedDbfs === undefined || report.bands === undefined
    ? undefined
    : {
        ...{ playedDbfs: report.playedDbfs, bands: report.bands },
        ...{ delayMs: report.delayMs, confidence: report.confidence },
      };

/** As the technician reads it beside the incident. */
function inWords({ lossDb, missing, bands, notes }: Figures): string {
  const figures = [
    ...(lossDb === undefined ? [] : [`${lossDb > 0 ? '−' : '+'}${Math.abs(lossDb)} dB`]),
    ...(bands.length === 0 ? [] : [`${bands.length - missing}/${bands.length} dải`]),
  ];
  return [...notes.map((note) => SELF_TEST_NOTE_WORDS[note].vi), ...figures].join('; ');
}
