/** Starts and stops what somebody at the device may make it say, and tells how it stands. */
import type { AssetId } from '@loa-lang/schemas/ids';
import { selectItems } from '@loa-lang/schemas/timeline/select-items';
import { nextSilenceAt } from '@loa-lang/schemas/timeline/silence';
import type { Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { MAX_SPOT_ACT_MS, type SpotTemplate, type SpotUse } from '@loa-lang/schemas/wire/on-the-spot';
import type { Plan, PlanItem } from '@loa-lang/schemas/wire/plan';
import type { LocalAct as LocalActReport, Receipt } from '@loa-lang/schemas/wire/report';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { endOfAct, type LocalAct, type LocalActState, lengthOfAct } from '../domain/local-act.ts';
import { mayStartAt } from '../domain/local-limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { PlanView } from '../services/view-plans.ts';
import type { LocalActs } from './local-acts.ts';
import type { SoundingTime } from './sounding-time.ts';
import type { SpotDoorkeeper, SpotRight } from './spot-doorkeeper.ts';
import { refused, type SpotRefusal } from './spot-refusal.ts';

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
  connected(): boolean;
  label: string | undefined;
  report(body: LocalActReport): void;
  /** what should sound has changed */
  changed(): void;
}

/** From the press to the first sample: to write it down twice and to open the sound, also on a slow card. */
const LEAD_MS: Millis = 400;

export interface SpotState {
  label: string | undefined;
  holder: string;
  connected: boolean;
  mayUse: readonly SpotUse[];
  templates: { id: string; title: string; class: string; durationMs: Millis; isReady: boolean }[];
  act:
    | {
        title: string;
        state: 'waiting' | 'starting' | 'sounding';
        beginsInMs: Millis;
        leftMs: Millis;
        lengthMs: Millis;
      }
    | undefined;
}

export class SpeakOnTheSpot {
  readonly #deps: SpeakDeps;
  #isStarting = false;

  constructor(deps: SpeakDeps) {
    this.#deps = deps;
  }

  state(session: string): ({ ok: true } & SpotState) | SpotRefusal {
    const { doorkeeper, label, connected } = this.#deps;
    const right = doorkeeper.rightOf(session);
    if (right === undefined) return refused('session-over');
    const { holder, mayUse } = right.credential;
    const templates = right.templates.map((template) => ({
      id: template.id,
      title: template.title,
      class: template.class,
      durationMs: this.#lengthOf(template),
      isReady: this.#isReady(template),
    }));
    return { ok: true, label, holder, connected: connected(), mayUse, templates, act: this.#underWay() };
  }

  async start(session: string, templateId: string): Promise<{ ok: true } | SpotRefusal> {
    const right = this.#deps.doorkeeper.rightOf(session);
    if (right === undefined) return refused('session-over');
    if (!right.credential.mayUse.includes('templates')) return refused('not-allowed');
    const template = right.templates.find(({ id }) => id === templateId);
    if (template === undefined) return refused('template-unknown');
    if (!this.#isReady(template)) return refused('no-audio');
    const items = itemsOf(template);
    const { title, gainDb } = template;
    return this.#begin(right, { source: 'template', templateId, title, class: template.class, items, gainDb });
  }

  /** Whoever stands here ends what was started here, whoever it was. */
  stop(session: string): { ok: true } | SpotRefusal {
    const { doorkeeper, acts, time, changed } = this.#deps;
    if (doorkeeper.rightOf(session) === undefined) return refused('session-over');
    const now = time.now();
    if (now === undefined) return { ok: true };
    for (const act of acts.open(now)) acts.stop(act, now - act.startAt, now);
    changed();
    return { ok: true };
  }

  /** The time has become known: what was begun without it gets its date. */
  timeKnown(): void {
    const { time, acts } = this.#deps;
    const [now, map] = [time.now(), time.timeMap()];
    if (!time.isTrusted || now === undefined || map === undefined) return;
    for (const act of acts.date(map, now)) this.#report(act);
  }

  /** Something of it is accounted for: the controller is told of the act before it gets the receipt. */
  accounted(receipt: Receipt): void {
    const act = this.#deps.acts.find(receipt.broadcastId);
    const { time } = this.#deps;
    const endedAt = receipt.endedAt ?? time.now();
    if (act === undefined || endedAt === undefined) return;
    this.#report(act, {
      endedAt: Math.round(endedAt),
      stopped: act.stoppedAfterMs !== undefined,
      playedMs: receipt.items.reduce((sum, item) => sum + item.playedMs, 0),
      ...(receipt.outputLevelDbfs === undefined ? {} : { outputLevelDbfs: receipt.outputLevelDbfs }),
    });
  }

  async #begin(
    { areaId, credential }: SpotRight,
    what: Pick<LocalAct, 'source' | 'templateId' | 'title' | 'class' | 'items' | 'gainDb'>,
  ): Promise<{ ok: true } | SpotRefusal> {
    const { clock, acts, time, machineBoot, newId, warmUpMs, changed, settings, outputFailed } = this.#deps;
    const now = time.known();
    if (now === undefined) return refused('card-not-yet');
    const languages = settings()?.languages ?? [];
    const lengthMs = lengthOfAct(what, languages);
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
      broadcastId: `spot-${newId()}`,
      credentialId: credential.id,
      areaId,
      startAt,
      startedAtMs,
      machineBoot,
      isDated: time.isTrusted,
    };
    this.#isStarting = true;
    try {
      const begun = await acts.begin(act, now);
      this.#report(begun);
    } catch {
      return refused('disk-failed');
    } finally {
      this.#isStarting = false;
    }
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
    const { acts, time, view, settings } = this.#deps;
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
    return { title: act.title, state, beginsInMs: Math.max(0, beginsAt - now), leftMs: endsAt - now, lengthMs };
  }

  #report(act: LocalActState, end: Partial<LocalActReport> = {}): void {
    const { broadcastId, credentialId, areaId, source, templateId, title, startAt, items, isDated } = act;
    this.#deps.report({
      kind: 'local-act',
      ...{ broadcastId, credentialId, areaId, source, title, class: act.class, startAt, items },
      ...(templateId === undefined ? {} : { templateId }),
      endsAt: endOfAct(act),
      timeBasis: isDated ? 'controller' : 'last-known',
      ...end,
    });
  }

  #isReady(template: SpotTemplate): boolean {
    const chosen = this.#chosen(itemsOf(template));
    return chosen.length > 0 && chosen.every(({ assetId }) => assetId !== undefined && this.#deps.has(assetId));
  }

  #lengthOf = (template: SpotTemplate): Millis =>
    lengthOfAct({ items: itemsOf(template) }, this.#deps.settings()?.languages ?? []);

  #chosen = (items: PlanItem[]) => selectItems(items, this.#deps.settings()?.languages ?? []);
}

/** Its readings one after the other, each in all its languages. */
function itemsOf({ readings, versions }: SpotTemplate): PlanItem[] {
  return Array.from({ length: readings }, () =>
    versions.map(({ assetId, sizeBytes, durationMs, language }) => ({
      ...{ kind: 'asset' as const, part: 0, assetId, sizeBytes, durationMs, language },
    })),
  ).flat();
}
