/** Emergencies, delegations and prepared bulletins in PostgreSQL. */
import type { EmergencyAct as ActRow, Prisma } from '../../generated/prisma/client.ts';
import {
  CALLED_OFF,
  type EmergencyAct,
  type EmergencyDelegation,
  type EmergencyOrder,
  type EmergencyStore,
  type PreparedBulletin,
} from '../../ports/emergency-store.ts';
import type { Database } from '../postgres/database.ts';
import { isTaken } from './database-faults.ts';
import { orUndefined, toDate, toInstant } from './row-values.ts';

/** Shown at most. */
const MOST = 500;

const NOT_CALLED_OFF = { OR: [{ fault: null }, { fault: { not: CALLED_OFF } }] };

const actOf = (row: ActRow): EmergencyAct => ({
  id: row.id,
  communeId: row.communeId,
  bulletinId: row.bulletinId,
  broadcastId: orUndefined(row.broadcastId),
  drill: row.drill,
  order: row.request as unknown as EmergencyOrder,
  sentBy: { personId: row.sentBy, name: row.sentByName },
  sentAt: row.sentAt.getTime(),
  fault: orUndefined(row.fault),
  justifiedBy: row.justifiedBy === null ? undefined : { personId: row.justifiedBy, name: row.justifiedByName ?? '' },
  justifiedAt: toInstant(row.justifiedAt),
  reason: orUndefined(row.reason),
  flaggedAt: toInstant(row.flaggedAt),
});

export class EmergencyRepository implements EmergencyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(act: EmergencyAct): Promise<boolean> {
    const { id, communeId, bulletinId, drill, order, sentBy, sentAt } = act;
    const request = order as unknown as Prisma.InputJsonValue;
    const by = { sentBy: sentBy.personId, sentByName: sentBy.name, sentAt: toDate(sentAt) };
    try {
      await this.#database.emergencyAct.create({ data: { id, communeId, bulletinId, drill, request, ...by } });
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  async find(id: string): Promise<EmergencyAct | undefined> {
    const row = await this.#database.emergencyAct.findUnique({ where: { id } });
    return row === null ? undefined : actOf(row);
  }

  async list(sentAfter: number, communeIds?: readonly string[]): Promise<EmergencyAct[]> {
    const open = { justifiedAt: null, drill: false, fault: null };
    const where = {
      OR: [{ sentAt: { gt: toDate(sentAfter) } }, open],
      ...(communeIds !== undefined && { communeId: { in: [...communeIds] } }),
    };
    return (await this.#database.emergencyAct.findMany({ where, orderBy: { sentAt: 'desc' }, take: MOST })).map(actOf);
  }

  async attach(id: string, broadcastId: string): Promise<boolean> {
    const data = { broadcastId, fault: null };
    return (await this.#database.emergencyAct.updateMany({ where: { id, ...NOT_CALLED_OFF }, data })).count === 1;
  }

  async fail(id: string, fault: string): Promise<boolean> {
    const where = { id, broadcastId: null, ...NOT_CALLED_OFF };
    return (await this.#database.emergencyAct.updateMany({ where, data: { fault } })).count === 1;
  }

  async justify(id: string, by: EmergencyAct['sentBy'], at: number, reason: string): Promise<boolean> {
    const data = { justifiedBy: by.personId, justifiedByName: by.name, justifiedAt: toDate(at), reason };
    return (await this.#database.emergencyAct.updateMany({ where: { id, justifiedAt: null }, data })).count === 1;
  }

  async flag(sentBefore: number, at: number): Promise<EmergencyAct[]> {
    const open = { drill: false, fault: null, justifiedAt: null };
    const due = { ...open, flaggedAt: null, sentAt: { lte: toDate(sentBefore) } };
    await this.#database.emergencyAct.updateMany({ where: due, data: { flaggedAt: toDate(at) } });
    const where = { ...open, flaggedAt: { not: null } };
    return (await this.#database.emergencyAct.findMany({ where, orderBy: { sentAt: 'asc' } })).map(actOf);
  }

  async delegations(): Promise<EmergencyDelegation[]> {
    const rows = await this.#database.emergencyDelegation.findMany({ orderBy: { grantedAt: 'desc' }, take: MOST });
    return rows.map(({ id, hamletId, grantedBy, ...row }) => ({
      ...{ id, hamletId, grantedBy },
      from: row.from.getTime(),
      until: row.until.getTime(),
      grantedAt: row.grantedAt.getTime(),
      revokedAt: toInstant(row.revokedAt),
    }));
  }

  async delegate({ id, hamletId, grantedBy, from, until, grantedAt }: EmergencyDelegation): Promise<void> {
    const dates = { from: toDate(from), until: toDate(until), grantedAt: toDate(grantedAt) };
    await this.#database.emergencyDelegation.create({ data: { id, hamletId, grantedBy, ...dates } });
  }

  async revoke(id: string, at: number): Promise<boolean> {
    const where = { id, revokedAt: null };
    return (
      (await this.#database.emergencyDelegation.updateMany({ where, data: { revokedAt: toDate(at) } })).count === 1
    );
  }

  prepared(): Promise<PreparedBulletin[]> {
    return this.#database.preparedBulletin.findMany();
  }

  async prepare({ communeId, templateId, bulletinId, inputs }: PreparedBulletin): Promise<void> {
    await this.#database.preparedBulletin.upsert({
      where: { communeId_templateId: { communeId, templateId } },
      create: { communeId, templateId, bulletinId, inputs },
      update: { bulletinId, inputs },
    });
  }

  async forget(communeId: string, templateId: string): Promise<void> {
    await this.#database.preparedBulletin.deleteMany({ where: { communeId, templateId } });
  }
}
