/** Rollouts in PostgreSQL. */
import {
  IN_FLIGHT,
  type RolloutDeviceState,
  type RolloutPause,
  type RolloutState,
} from '@loa-lang/schemas/states/rollout';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PersonRef } from '../../domain/people/person.ts';
import type { Rollout, RolloutDevice } from '../../domain/rollouts/rollout.ts';
import { type RolloutDevice as DeviceRow, Prisma, type Rollout as Row } from '../../generated/prisma/client.ts';
import type { RolloutStore } from '../../ports/rollout-store.ts';
import type { Database } from '../postgres/database.ts';
import { rolloutFacts } from './rollout-facts.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

/** More were never looked at again by anybody. */
const MOST_LISTED = 100;
const NOT_OVER: RolloutState[] = ['running', 'paused'];

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
const date = (instant: EpochMillis | undefined): Date | null => (instant === undefined ? null : toDate(instant));

const rolloutOf = (row: Row): Rollout => ({
  ...row,
  areaId: orUndefined(row.areaId),
  state: row.state as RolloutState,
  pause: orUndefined(row.pause) as RolloutPause | undefined,
  hours: orUndefined(row.hours) as Rollout['hours'],
  createdAt: row.createdAt.getTime(),
  createdBy: row.createdBy as unknown as PersonRef,
  changedAt: row.changedAt.getTime(),
});

const deviceOf = (row: DeviceRow): RolloutDevice => ({
  ...row,
  state: row.state as RolloutDeviceState,
  orderedAt: toInstant(row.orderedAt),
  expiresAt: toInstant(row.expiresAt),
  healthyAt: toInstant(row.healthyAt),
  detail: orUndefined(row.detail),
  changedAt: row.changedAt.getTime(),
});

const deviceData = ({ orderedAt, expiresAt, healthyAt, detail, changedAt, ...device }: RolloutDevice) => ({
  ...device,
  orderedAt: date(orderedAt),
  expiresAt: date(expiresAt),
  healthyAt: date(healthyAt),
  detail: orNull(detail),
  changedAt: toDate(changedAt),
});

export class RolloutRepository implements RolloutStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  create(rollout: Rollout, devices: readonly RolloutDevice[]): Promise<'written' | 'taken'> {
    const { hours, createdAt, changedAt, createdBy, areaId, pause, ...fields } = rollout;
    const ids = devices.map(({ deviceId }) => deviceId);
    return this.#database.$transaction(async (transaction) => {
      // two that are asked for at once see each other
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('rollouts', 0))`;
      const others = { deviceId: { in: ids }, rollout: { state: { in: NOT_OVER } } };
      if ((await transaction.rolloutDevice.count({ where: others })) > 0) return 'taken';
      await transaction.rollout.create({
        data: {
          ...fields,
          ...{ areaId: orNull(areaId), pause: orNull(pause), hours: hours === undefined ? Prisma.DbNull : json(hours) },
          ...{ createdAt: toDate(createdAt), changedAt: toDate(changedAt), createdBy: json(createdBy) },
        },
      });
      await transaction.rolloutDevice.createMany({ data: devices.map(deviceData) });
      return 'written';
    });
  }

  async find(id: string): Promise<Rollout | undefined> {
    const row = await this.#database.rollout.findUnique({ where: { id } });
    return row === null ? undefined : rolloutOf(row);
  }

  async list(): Promise<Rollout[]> {
    const rows = await this.#database.rollout.findMany({ orderBy: { createdAt: 'desc' }, take: MOST_LISTED });
    return rows.map(rolloutOf);
  }

  async unsettled(): Promise<Rollout[]> {
    const where = { OR: [{ state: 'running' }, { devices: { some: { state: { in: [...IN_FLIGHT] } } } }] };
    return (await this.#database.rollout.findMany({ where, orderBy: { createdAt: 'asc' } })).map(rolloutOf);
  }

  async devices(rolloutIds: readonly string[]): Promise<RolloutDevice[]> {
    const where = { rolloutId: { in: [...rolloutIds] } };
    return (await this.#database.rolloutDevice.findMany({ where, orderBy: { deviceId: 'asc' } })).map(deviceOf);
  }

  async change(
    id: string,
    { pause, ...fields }: Partial<Pick<Rollout, 'state' | 'pause' | 'forgiven' | 'firstClusterId'>>,
    at: EpochMillis,
  ): Promise<void> {
    await this.#database.rollout.update({
      where: { id },
      data: { ...fields, pause: orNull(pause), changedAt: toDate(at) },
    });
  }

  async move(
    id: string,
    from: RolloutState,
    { state, pause }: Pick<Rollout, 'state' | 'pause'>,
    at: EpochMillis,
  ): Promise<boolean> {
    const data = { state, pause: orNull(pause), changedAt: toDate(at) };
    return (await this.#database.rollout.updateMany({ where: { id, state: from }, data })).count > 0;
  }

  async saveDevice(device: RolloutDevice): Promise<void> {
    const { rolloutId, deviceId, ...data } = deviceData(device);
    const key = { rolloutId_deviceId: { rolloutId, deviceId } };
    await this.#database.rolloutDevice.update({ where: key, data });
  }

  async noteAsked(deviceId: string, releaseId: string, at: EpochMillis): Promise<string[]> {
    const rows = await this.#database.$queryRaw<{ id: string }[]>`
      UPDATE rollout_device SET state = 'downloading', changed_at = ${toDate(at)}
      FROM rollout WHERE rollout.id = rollout_device.rollout_id AND rollout.release_id = ${releaseId}
        AND rollout_device.device_id = ${deviceId} AND rollout_device.state = 'ordered'
      RETURNING rollout.id`;
    return rows.map(({ id }) => id);
  }

  facts(rollout: Rollout, devices: readonly RolloutDevice[], now: EpochMillis) {
    return rolloutFacts(this.#database, rollout, devices, now);
  }
}
