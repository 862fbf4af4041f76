/**
 * Carries rollouts on: reads off the database what devices have become, and orders those whose turn it is. It keeps
 * nothing, so one that was interrupted goes on where it was, with this controller or another.
 */
import type { Millis } from '@loa-lang/schemas/units';
import { judge, waits } from '../../domain/rollouts/next-orders.ts';
import type { AgentRelease, DeviceFacts, Rollout, RolloutDevice } from '../../domain/rollouts/rollout.ts';
import { settle } from '../../domain/rollouts/settle-device.ts';
import { liesWithin } from '../../domain/rules/daily-hours.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { Leases } from '../../ports/leases.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { ReleaseStore, RolloutStore } from '../../ports/rollout-store.ts';
import type { CommandSender } from '../device-traffic/send-command.ts';
import { RegularLook } from '../regular-look.ts';

export interface RolloutWatchDeps {
  rollouts: RolloutStore;
  releases: Pick<ReleaseStore, 'find'>;
  commands: Pick<CommandSender, 'send'>;
  incidents: IncidentLog;
  leases: Pick<Leases, 'take' | 'release'>;
  feed: ProgressFeed;
  clock: Clock;
  timeZone: string;
  onProblem: (problem: string, cause: unknown) => void;
}

const LOOK_EVERY_MS: Millis = 10_000;
/** To fetch it over a weak link, and to wait for a gap between two sessions. */
const ORDER_VALID_MS: Millis = 6 * 3600_000;
const LEASE = 'rollouts';
const UNHEARD = ['no-answer', 'expired'];

export class RolloutWatch {
  readonly #deps: RolloutWatchDeps;
  readonly #looks: RegularLook;
  /** versions that are being brought to devices, as of the last look */
  #open: ReadonlySet<string> = new Set();

  constructor(deps: RolloutWatchDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('rollouts do not go on', cause),
    );
  }

  start(): void {
    this.#looks.start();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
    await this.#deps.leases.release(LEASE);
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  /** A device has asked for this asset. */
  async asked(deviceId: string, assetId: string): Promise<void> {
    // most of what devices ask for is audio
    if (!this.#open.has(assetId)) return;
    const { rollouts, clock } = this.#deps;
    for (const id of await rollouts.noteAsked(deviceId, assetId, clock.now())) this.#tell(id, 'running');
  }

  async #look(): Promise<void> {
    const { rollouts, leases } = this.#deps;
    const open = await rollouts.unsettled();
    this.#open = new Set(open.map(({ releaseId }) => releaseId));
    // several controllers order a device once
    if (open.length === 0 || !(await leases.take(LEASE))) return;
    for (const rollout of open) await this.#carryOn(rollout);
  }

  async #carryOn(rollout: Rollout): Promise<void> {
    const { rollouts, releases, clock } = this.#deps;
    const release = await releases.find(rollout.releaseId);
    if (release === undefined) return;
    const now = clock.now();
    const before = await rollouts.devices([rollout.id]);
    const facts = await rollouts.facts(rollout, before, now);
    const devices: RolloutDevice[] = [];
    for (const device of before) devices.push(await this.#settle(device, facts.get(device.deviceId), release));
    if (rollout.state !== 'running') return;
    const verdict = judge(rollout, devices, release);
    if (verdict.kind !== 'go-on') return this.#end(rollout, verdict);
    await this.#order({ rollout, devices, facts, now, inHours: this.#inHours(rollout) }, release);
  }

  #inHours({ hours }: Rollout): boolean {
    const { clock, timeZone } = this.#deps;
    return hours === undefined || liesWithin(hours, timeZone, clock.now(), clock.now() + 1);
  }

  async #settle(device: RolloutDevice, facts: DeviceFacts | undefined, release: AgentRelease): Promise<RolloutDevice> {
    const { rollouts, clock } = this.#deps;
    const now = clock.now();
    const next = facts && settle(device, facts, release, now);
    if (next === undefined) return device;
    const isNowHealthy = next.state === 'healthy' && device.healthyAt === undefined;
    const after = { ...device, ...next, changedAt: now, ...(isNowHealthy && { healthyAt: now }) };
    await this.#note(after, release);
    await rollouts.saveDevice(after);
    this.#tell(device.rolloutId, 'running');
    return after;
  }

  /** A device tells of its failures itself, unless nothing came of what it was told. */
  async #note({ deviceId, state, detail }: RolloutDevice, { version }: AgentRelease): Promise<void> {
    const { incidents, clock } = this.#deps;
    if (state === 'healthy') await incidents.clear('update-failed', deviceId, clock.now());
    if (state === 'failed' && UNHEARD.includes(detail ?? '')) {
      await incidents.raise('update-failed', deviceId, `${version}: ${detail}`, clock.now());
    }
  }

  async #end(rollout: Rollout, verdict: Exclude<ReturnType<typeof judge>, { kind: 'go-on' }>): Promise<void> {
    const { rollouts, clock } = this.#deps;
    const to =
      verdict.kind === 'finish'
        ? ({ state: 'finished', pause: undefined } as const)
        : ({ state: 'paused', pause: verdict.why } as const);
    if (await rollouts.move(rollout.id, 'running', to, clock.now())) this.#tell(rollout.id, to.state);
  }

  async #order(look: Parameters<typeof waits>[0], release: AgentRelease): Promise<void> {
    const byId = new Map(look.devices.map((device) => [device.deviceId, device]));
    for (const [deviceId, wait] of waits(look)) {
      const device = byId.get(deviceId);
      if (wait === undefined && device !== undefined) await this.#orderOne(device, release);
    }
  }

  async #orderOne(device: RolloutDevice, { document }: AgentRelease): Promise<void> {
    const { rollouts, commands, clock } = this.#deps;
    const parameters = { release: document };
    const sent = await commands.send(device.deviceId, 'update', { parameters, validForMs: ORDER_VALID_MS });
    if (!sent.ok) return;
    const now = clock.now();
    await rollouts.saveDevice({
      ...{ ...device, state: 'ordered', detail: undefined, orderedAt: now, changedAt: now, expiresAt: sent.expiresAt },
      commandIds: [...device.commandIds, sent.commandId],
    });
    this.#tell(device.rolloutId, 'running');
  }

  #tell(rolloutId: string, state: string): void {
    this.#deps.feed.emit({ type: 'rollout', rolloutId, state });
  }
}
