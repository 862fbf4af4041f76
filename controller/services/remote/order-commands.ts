/**
 * Orders to devices: each on record before it leaves, told as not sent when the device is not there, and never kept for
 * later. What the device answers is written where its reports are stored.
 */
import { OBSTACLE_WORDS } from '@loa-lang/schemas/errors/remote-words';
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { NotSentReason, Obstacle } from '@loa-lang/schemas/states/command';
import type { CommandName } from '@loa-lang/schemas/wire/command';
import { communeOf } from '../../domain/areas/territory.ts';
import { type PersonRef, refOf } from '../../domain/people/person.ts';
import { type Sight, sees } from '../../domain/permissions/sight.ts';
import { placeOf } from '../../domain/placement/hidden-targets.ts';
import { isForbidden } from '../../domain/remote/obstacles.ts';
import { answerDueMs, HOUR_MS, MOST_AN_HOUR, VALID_FOR_MS } from '../../domain/remote/order-limits.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommandRecord, CommandStore, OrderOnce } from '../../ports/command-store.ts';
import type { PageEnd } from '../../ports/page-end.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { ClusterRecord, Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { CommandSender } from '../device-traffic/send-command.ts';
import { eachLimited } from '../each-limited.ts';
import { found, Refusal } from '../refusal.ts';
import type { LookAround } from './look-around.ts';

export interface OrderDeps {
  commands: CommandStore;
  register: Pick<Register, 'clusters' | 'reader'>;
  around: LookAround;
  sender: Pick<CommandSender, 'send'>;
  feed: ProgressFeed;
  clock: Clock;
  newId: () => string;
}

export interface Order {
  clusterIds: readonly ClusterId[];
  name: CommandName;
  parameters?: Record<string, unknown> | undefined;
  /** why it is given although it disturbs */
  force?: string | undefined;
  by: PersonRef;
  once?: OrderOnce | undefined;
  /** more of it that is to stand in the log */
  told?: object | undefined;
  /** what must be on record before they leave; of those that do */
  before?: ((leaving: readonly CommandRecord[]) => Promise<void>) | undefined;
}

/** Publishes at a time: each waits for the broker's word. */
const AT_ONCE = 32;
/** Named in a refusal. */
const NAMED = 10;

export class CommandOrders {
  readonly #deps: OrderDeps;

  constructor(deps: OrderDeps) {
    this.#deps = deps;
  }

  /**
   * All of them or none.
   * @throws Refusal when it disturbs, was ordered too often, or the key ordered something else
   */
  async order(order: Order): Promise<CommandRecord[]> {
    const known = order.once && (await this.#known(order.once));
    if (known !== undefined) return known;
    const clusters = await this.#clusters(order.clusterIds);
    await this.#refuseDisturbing(order, clusters);
    await this.#refuseTooMany(order, clusters);
    return this.give(order, clusters);
  }

  /** Without asking what it disturbs: for whoever has looked already. */
  async give(order: Omit<Order, 'clusterIds'>, clusters: readonly ClusterRecord[]): Promise<CommandRecord[]> {
    const { commands, newId, clock } = this.#deps;
    const { name, parameters, force, by, once, before, told } = order;
    const [batchId, now] = [newId(), clock.now()];
    const records = clusters.map(
      (cluster): CommandRecord => ({
        ...{ id: newId(), batchId, clusterId: cluster.id, deviceId: cluster.deviceId, name, parameters },
        ...{ requestedBy: refOf(by), forcedBecause: force, issuedAt: now, expiresAt: now + VALID_FOR_MS },
        ...{ answerDueAt: now + answerDueMs(name), sentAt: undefined, answeredAt: undefined },
        ...stateOf(cluster),
      }),
    );
    if ((await commands.create(records, once)) === 'taken' && once !== undefined) {
      return found(await this.#known(once), 'idempotency-conflict');
    }
    noteChange({
      ...{ areaId: await this.#areaOf(clusters), reason: force },
      subjectId: clusters.length === 1 ? clusters[0]?.id : batchId,
      after: { name, ...told, ...(parameters && { parameters }), clusters: clusters.map(({ code }) => code) },
    });
    await before?.(records.filter(({ outcome }) => outcome === undefined));
    await eachLimited(records, AT_ONCE, (record) => this.#send(record));
    return inOrder(records, await commands.find(records.map(({ id }) => id)));
  }

  async ofCluster(clusterId: ClusterId, page: { limit: number; before?: PageEnd }): Promise<CommandRecord[]> {
    return this.#deps.commands.ofCluster(clusterId, page);
  }

  /** Of a batch what is in sight. @throws Refusal when nothing is */
  async batch(batchId: string, sight: Sight): Promise<CommandRecord[]> {
    const { commands, register } = this.#deps;
    const [all, territory] = await Promise.all([commands.batch(batchId), register.reader.territory()]);
    const seen = all.filter(({ clusterId }) => {
      const cluster = territory.clusters.get(clusterId);
      return cluster === undefined ? sight === 'everything' : sees(sight, placeOf(cluster));
    });
    if (seen.length === 0) throw new Refusal('command-batch-unknown');
    return seen;
  }

  async #send(record: CommandRecord): Promise<void> {
    const { sender, commands, feed, clock } = this.#deps;
    const { id, deviceId, name, parameters, clusterId } = record;
    if (record.outcome === undefined && deviceId !== undefined) {
      const result = await sender.send(deviceId, name, {
        ...{ id, validForMs: VALID_FOR_MS },
        ...(parameters !== undefined && { parameters }),
      });
      if (result.ok) await commands.sent(id, clock.now());
      else await commands.settle(id, 'not-sent', 'broker-away' satisfies NotSentReason);
    }
    feed.emit({ type: 'command', commandId: id, clusterId, name });
  }

  async #known(once: OrderOnce): Promise<CommandRecord[] | undefined> {
    const known = await this.#deps.commands.byKey(once.key);
    if (known !== undefined && known.fingerprint !== once.fingerprint) throw new Refusal('idempotency-conflict');
    return known?.commands;
  }

  async #clusters(ids: readonly ClusterId[]): Promise<ClusterRecord[]> {
    const { clusters } = this.#deps.register;
    const [only] = ids;
    if (only !== undefined && ids.length === 1) return [found(await clusters.find(only), 'cluster-unknown')];
    const byId = new Map((await clusters.all()).map((cluster) => [cluster.id, cluster]));
    const chosen = ids.flatMap((id) => byId.get(id) ?? []);
    if (chosen.length === 0) throw new Refusal('no-targets');
    return chosen;
  }

  /** The commune in which all stand. */
  async #areaOf(clusters: readonly ClusterRecord[]): Promise<AreaId | undefined> {
    const areas = await this.#deps.register.reader.areas();
    const communeIds = new Set(clusters.map(({ hamletId }) => communeOf(areas, hamletId)));
    return communeIds.size === 1 ? [...communeIds][0] : undefined;
  }

  async #refuseDisturbing({ name, force }: Order, clusters: readonly ClusterRecord[]): Promise<void> {
    const obstacles = await this.#deps.around.obstacles(name, clusters, this.#deps.clock.now());
    const against = (counts: (obstacle: Obstacle) => boolean) =>
      clusters.flatMap((cluster) => {
        const first = obstacles.get(cluster.id)?.find(counts);
        return first === undefined ? [] : [{ cluster, obstacle: first }];
      });
    const forbidden = against(isForbidden);
    if (forbidden.length > 0) {
      throw new Refusal('command-silenced', { clusters: codesOf(forbidden.map(({ cluster }) => cluster)) });
    }
    const disturbed = against(() => true);
    const [first] = disturbed;
    if (first === undefined || force !== undefined) return;
    const clustersText = codesOf(disturbed.map(({ cluster }) => cluster));
    throw new Refusal('command-disturbs', { clusters: clustersText, why: OBSTACLE_WORDS[first.obstacle] });
  }

  async #refuseTooMany({ name }: Order, clusters: readonly ClusterRecord[]): Promise<void> {
    const { commands, clock } = this.#deps;
    const deviceIds = clusters.flatMap(({ deviceId }) => deviceId ?? []);
    const counts = await commands.countSince(deviceIds, name, clock.now() - HOUR_MS);
    const tired = clusters.filter(({ deviceId }) => (counts.get(deviceId ?? '') ?? 0) >= MOST_AN_HOUR[name]);
    if (tired.length > 0) throw new Refusal('command-too-many', { clusters: codesOf(tired) });
  }
}

/** A device that is not there is told of at once: nothing is kept for when it comes back. */
function stateOf({ deviceId, online }: ClusterRecord): Pick<CommandRecord, 'outcome' | 'detail'> {
  const reason: NotSentReason | undefined = deviceId === undefined ? 'no-device' : online ? undefined : 'offline';
  return reason === undefined ? { outcome: undefined, detail: undefined } : { outcome: 'not-sent', detail: reason };
}

function codesOf(clusters: readonly ClusterRecord[]): string {
  const more = clusters.length > NAMED ? ` … (${clusters.length})` : '';
  return `${clusters
    .slice(0, NAMED)
    .map(({ code }) => code)
    .join(', ')}${more}`;
}

function inOrder(wanted: readonly CommandRecord[], stored: readonly CommandRecord[]): CommandRecord[] {
  const byId = new Map(stored.map((each) => [each.id, each]));
  return wanted.map((each) => byId.get(each.id) ?? each);
}
