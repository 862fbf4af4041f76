/** Starts and stops what somebody at the device may make it say, and tells how it stands. */
import type { AssetId, BroadcastId } from '@loa-lang/schemas/ids';
import { selectItems } from '@loa-lang/schemas/timeline/select-items';
import { nextSilenceAt } from '@loa-lang/schemas/timeline/silence';
import type { Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { MAX_SPOT_ACT_MS, type SpotTemplate } from '@loa-lang/schemas/wire/on-the-spot';
import type { Plan, PlanItem } from '@loa-lang/schemas/wire/plan';
import type { LocalAct as LocalActReport, Receipt } from '@loa-lang/schemas/wire/report';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { itemsOfTemplate, type LocalAct, lengthOfAct } from '../domain/local-act.ts';
import { leftOfDayMs, mayStartAt } from '../domain/local-limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { PlanView } from '../services/view-plans.ts';
import type { AuxLine } from './aux-line.ts';
import type { LocalActs } from './local-acts.ts';
import { datedReportOf, reportOf } from './report-local-act.ts';
import type { SoundingTime } from './sounding-time.ts';
import type { SpotDoorkeeper, SpotRight } from './spot-doorkeeper.ts';
import { refused, type SpotRefusal } from './spot-refusal.ts';
import type { SpotState } from './spot-state.ts';

export interface SpeakDeps {
  clock: Clock;
  acts: LocalActs;
  time: SoundingTime;
  doorkeeper: SpotDoorkeeper;
  machineBoot: string;
  newId(): string;
  settings(): Settings | undefined;
  followedPlans(): readonly Plan[];
  view(now: EpochMillis): PlanView;
  has(assetId: AssetId): boolean;
  /** of the amplifier; 0 where it is always on */
  warmUpMs: Millis;
  outputFailed(): boolean;
  /** the input socket, where there is one */
  aux: Pick<AuxLine, 'answers' | 'levelDbfs'> | undefined;
  connected(): boolean;
  label: string | undefined;
  report(body: LocalActReport): void;
  /** what was reported of it last and has not arrived yet */
  told(broadcastId: BroadcastId): LocalActReport | undefined;
  /** what should sound has changed */
  changed(): void;
}

/** From the press to the first sample: to write it down twice and to open the sound, also on a slow card. */
const LEAD_MS: Millis = 400;

/** A microphone is not opened for less. */
const LEAST_SPEECH_MS: Millis = 60_000;
/** In the programme log and on the page. */
const SPOKEN_TITLE = 'Nói trực tiếp tại loa';

export class SpeakOnTheSpot {
  readonly #deps: SpeakDeps;
  #isStarting = false;

  constructor(deps: SpeakDeps) {
    this.#deps = deps;
  }

  state(session: string): ({ ok: true } & SpotState) | SpotRefusal {
    const { doorkeeper, label, connected, aux } = this.#deps;
    const act = this.#underWay();
    // whoever has begun something can end it
    const right = doorkeeper.rightOf(session, act !== undefined);
    if (right === undefined) return refused('session-over');
    const { holder, mayUse } = right.credential;
    const templates = right.templates.map((template) => ({
      id: template.id,
      title: template.title,
      class: template.class,
      durationMs: this.#lengthOf(template),
      isReady: this.#isReady(template),
    }));
    const microphone = aux !== undefined;
    return { ok: true, label, holder, connected: connected(), mayUse, microphone, templates, act };
  }

  async start(session: string, templateId: string): Promise<{ ok: true } | SpotRefusal> {
    const right = this.#deps.doorkeeper.rightOf(session);
    if (right === undefined) return refused('session-over');
    if (!right.credential.mayUse.includes('templates')) return refused('not-allowed');
    const template = right.templates.find(({ id }) => id === templateId);
    if (template === undefined) return refused('template-unknown');
    if (!this.#isReady(template)) return refused('no-audio');
    const items = itemsOfTemplate(template);
    const { title, gainDb } = template;
    return this.#begin(right, () => ({ source: 'template', templateId, title, class: template.class, items, gainDb }));
  }

  /** Opens the input socket, for as long as the day allows, until it is stopped. */
  async speak(session: string): Promise<{ ok: true } | SpotRefusal> {
    const right = this.#deps.doorkeeper.rightOf(session);
    return right === undefined ? refused('session-over') : this.#speak(right);
  }

  /** The same for whoever has turned the key of a cabinet that holds this card. */
  async speakWithCard(cardId: string): Promise<{ ok: true } | SpotRefusal> {
    const right = this.#deps.doorkeeper.rightOfCard(cardId);
    return right === undefined ? refused('card-over') : this.#speak(right);
  }

  async #speak(right: SpotRight): Promise<{ ok: true } | SpotRefusal> {
    const { acts, time, aux } = this.#deps;
    if (!right.credential.mayUse.includes('microphone')) return refused('not-allowed');
    if (aux === undefined) return refused('no-microphone');
    const leftMs = Math.min(MAX_SPOT_ACT_MS, leftOfDayMs(acts.past(), time.known() ?? 0));
    const durationMs = Math.max(LEAST_SPEECH_MS, leftMs);
    if (!(await aux.answers())) return refused('microphone-silent');
    return this.#begin(right, (streamId) => ({
      ...{ source: 'microphone', title: SPOKEN_TITLE, class: 'live', gainDb: 0 },
      items: [{ kind: 'stream', part: 0, durationMs, streamId }],
    }));
  }

  /**
   * The key was turned off; or nothing has come in for long, and whoever spoke has gone.
   * @param cardId only what was begun with it
   */
  stopMicrophone(cardId?: string): void {
    this.#stopAll((act) => act.source === 'microphone' && (cardId ?? act.credentialId) === act.credentialId);
  }

  /** Whoever stands here ends what was started here, whoever it was. */
  stop(session: string): { ok: true } | SpotRefusal {
    if (this.#deps.doorkeeper.rightOf(session) === undefined) return refused('session-over');
    this.#stopAll(() => true);
    return { ok: true };
  }

  #stopAll(which: (act: LocalAct) => boolean): void {
    const { acts, time, changed } = this.#deps;
    // what is not heard yet, since the time has to come first, is not heard then either
    const now = time.known();
    if (now === undefined) return;
    for (const act of acts.open(now).filter(which)) acts.stop(act, now - act.startAt, now);
    changed();
  }

  /** The time has become known: what was begun without it gets its date. */
  timeKnown(): void {
    const { time, acts, report, told } = this.#deps;
    const [now, map] = [time.now(), time.timeMap()];
    if (!time.isTrusted || now === undefined || map === undefined) return;
    for (const act of acts.date(map, now)) report(datedReportOf(act, told(act.broadcastId)));
  }

  /** Something of it is accounted for: the controller is told of the act before it gets the receipt. */
  accounted(receipt: Receipt): void {
    const act = this.#deps.acts.find(receipt.broadcastId);
    if (act !== undefined) this.#deps.report(reportOf(act, receipt, this.#deps.time.now()));
  }

  async #begin(
    { areaId, credential }: SpotRight,
    whatOf: (broadcastId: string) => Pick<LocalAct, 'source' | 'templateId' | 'title' | 'class' | 'items' | 'gainDb'>,
  ): Promise<{ ok: true } | SpotRefusal> {
    const { clock, acts, time, machineBoot, newId, warmUpMs, changed, settings, outputFailed } = this.#deps;
    const now = time.known();
    if (now === undefined) return refused('card-not-yet');
    const broadcastId = `spot-${newId()}`;
    const what = whatOf(broadcastId);
    const lengthMs = lengthOfAct(what, settings()?.languages ?? []);
    if (lengthMs > MAX_SPOT_ACT_MS) return refused('too-long');
    if (settings()?.muted !== false) return refused('muted');
    if (this.#isLocked(what.class, now)) return refused('locked');
    if (outputFailed()) return refused('output-failed');
    if (this.#isStarting || this.#underWay() !== undefined) return refused('busy');
    const startableAt = mayStartAt(acts.past(), credential, lengthMs, now);
    if (startableAt > now) return refused('too-often', startableAt - now);
    const startedAtMs = clock.monotonicNow() + LEAD_MS + warmUpMs;
    const startAt = Math.round(time.timeMap()?.toController(startedAtMs) ?? now + LEAD_MS + warmUpMs);
    const act: LocalAct = {
      ...what,
      broadcastId,
      credentialId: credential.id,
      areaId,
      startAt,
      startedAtMs,
      machineBoot,
      isDated: time.isTrusted,
    };
    this.#isStarting = true;
    const begun = await acts.begin(act, now);
    this.#isStarting = false;
    if (begun === undefined) return refused('disk-failed');
    this.#deps.report(reportOf(begun));
    // trusted time may have come while the disk was busy
    this.timeKnown();
    changed();
    return { ok: true };
  }

  #isLocked(broadcastClass: LocalAct['class'], now: EpochMillis): boolean {
    const latches = this.#deps.followedPlans().flatMap((plan) => plan.silence);
    return nextSilenceAt(latches, { class: broadcastClass, level: 'hamlet' }, now) <= now;
  }

  /** What of it is not over yet. */
  #underWay(): SpotState['act'] {
    const { acts, time, view, settings, aux } = this.#deps;
    const now = time.now();
    const act = now === undefined ? undefined : acts.open(now).at(-1);
    if (now === undefined || act === undefined) return undefined;
    const { runs, neverStarted, cancelledAt } = view(now);
    const run = runs.findLast((each: Run) => each.broadcastId === act.broadcastId);
    if (run === undefined && neverStarted.some((never) => never.broadcastId === act.broadcastId)) return undefined;
    if ((cancelledAt.get(act.broadcastId) ?? Infinity) <= now || (run !== undefined && run.endAt <= now)) {
      return undefined;
    }
    const lengthMs = lengthOfAct(act, settings()?.languages ?? []);
    const beginsAt = run?.startAt ?? act.startAt;
    const state = now >= beginsAt ? 'sounding' : run !== undefined && run.startAt > run.dueAt ? 'waiting' : 'starting';
    const endsAt = run?.endAt ?? beginsAt + lengthMs;
    const levelDbfs = act.source === 'microphone' ? aux?.levelDbfs() : undefined;
    return {
      ...{ title: act.title, source: act.source, state, lengthMs },
      ...{ beginsInMs: Math.max(0, beginsAt - now), leftMs: endsAt - now },
      ...(levelDbfs === undefined ? {} : { levelDbfs }),
    };
  }

  #isReady(template: SpotTemplate): boolean {
    const chosen = this.#chosen(itemsOfTemplate(template));
    return chosen.length > 0 && chosen.every(({ assetId }) => assetId !== undefined && this.#deps.has(assetId));
  }

  #lengthOf = (template: SpotTemplate): Millis =>
    lengthOfAct({ items: itemsOfTemplate(template) }, this.#deps.settings()?.languages ?? []);

  #chosen = (items: PlanItem[]) => selectItems(items, this.#deps.settings()?.languages ?? []);
}
