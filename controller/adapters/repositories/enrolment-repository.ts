/** Enrolments and certificates in PostgreSQL. */
import type { Enrolment as EnrolmentRow } from '../../generated/prisma/client.ts';
import type { IssuedCertificate } from '../../ports/authority.ts';
import type { Admission, EnrolledDevice, EnrolmentRecord, EnrolmentStore } from '../../ports/enrolment-store.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { orUndefined, toDate, toInstant } from './row-values.ts';

const recordOf = ({ firstAskedAt, lastAskedAt, rejectedAt, ...row }: EnrolmentRow): EnrolmentRecord => ({
  ...row,
  firstAskedAt: firstAskedAt.getTime(),
  lastAskedAt: lastAskedAt.getTime(),
  rejectedAt: toInstant(rejectedAt),
});

export class EnrolmentRepository implements EnrolmentStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(): Promise<EnrolmentRecord[]> {
    return (await this.#database.enrolment.findMany({ orderBy: { firstAskedAt: 'desc' } })).map(recordOf);
  }

  async find(id: string): Promise<EnrolmentRecord | undefined> {
    const row = await this.#database.enrolment.findUnique({ where: { id } });
    return row === null ? undefined : recordOf(row);
  }

  async byKey(publicKey: string): Promise<EnrolmentRecord | undefined> {
    const row = await this.#database.enrolment.findUnique({ where: { publicKey } });
    return row === null ? undefined : recordOf(row);
  }

  async byCode(code: string): Promise<EnrolmentRecord[]> {
    return (await this.#database.enrolment.findMany({ where: { code }, orderBy: { firstAskedAt: 'asc' } })).map(
      recordOf,
    );
  }

  async waitingAddresses(): Promise<string[]> {
    const rows = await this.#database.enrolment.findMany({ where: { rejectedAt: null }, select: { address: true } });
    return rows.map(({ address }) => address);
  }

  async ask({ firstAskedAt, lastAskedAt, ...fields }: Omit<EnrolmentRecord, 'rejectedAt'>): Promise<void> {
    const { id, publicKey, ...said } = fields;
    await this.#database.enrolment.upsert({
      where: { publicKey },
      create: { id, publicKey, ...said, firstAskedAt: toDate(firstAskedAt), lastAskedAt: toDate(lastAskedAt) },
      update: { ...said, lastAskedAt: toDate(lastAskedAt) },
    });
  }

  async reject(id: string, at: number): Promise<void> {
    await this.#database.enrolment.updateMany({ where: { id }, data: { rejectedAt: toDate(at) } });
  }

  async forget(before: number): Promise<void> {
    await this.#database.enrolment.deleteMany({ where: { lastAskedAt: { lt: toDate(before) } } });
  }

  admit({ enrolment, deviceId, clusterId, certificate, replaces }: Admission, at: number) {
    const { publicKey, installationId, code, agentVersion } = enrolment;
    return written(() =>
      this.#database.$transaction([
        ...(replaces === undefined ? [] : [this.#revoke(replaces, at)]),
        this.#database.device.create({
          data: { id: deviceId, publicKey, clusterId, installationId, code, agentVersion },
        }),
        this.#addCertificate(deviceId, certificate, at),
        this.#database.enrolment.deleteMany({ where: { publicKey } }),
      ]),
    );
  }

  async deviceByKey(publicKey: string): Promise<EnrolledDevice | undefined> {
    const row = await this.#database.device.findUnique({
      where: { publicKey },
      include: {
        cluster: { select: { name: true } },
        certificates: { select: { pem: true }, orderBy: { issuedAt: 'desc' }, take: 1 },
      },
    });
    if (row === null) return undefined;
    return {
      deviceId: row.id,
      clusterId: orUndefined(row.clusterId),
      clusterName: row.cluster?.name,
      installationId: orUndefined(row.installationId),
      revokedAt: toInstant(row.revokedAt),
      certificate: row.certificates[0]?.pem,
    };
  }

  async addCertificate(deviceId: string, certificate: IssuedCertificate, at: number): Promise<void> {
    await this.#addCertificate(deviceId, certificate, at);
  }

  async withdrawn() {
    const rows = await this.#database.deviceCertificate.findMany({
      where: { device: { revokedAt: { not: null } } },
      select: { serial: true, device: { select: { revokedAt: true } } },
      orderBy: { serial: 'asc' },
    });
    return rows.map(({ serial, device }) => ({ serial, at: device.revokedAt?.getTime() ?? 0 }));
  }

  async revokedDevices(): Promise<string[]> {
    const rows = await this.#database.device.findMany({
      where: { revokedAt: { not: null } },
      select: { id: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ id }) => id);
  }

  #revoke(id: string, at: number) {
    const data = { revokedAt: toDate(at), clusterId: null, online: false };
    return this.#database.device.updateMany({ where: { id, revokedAt: null }, data });
  }

  #addCertificate(deviceId: string, { serial, pem }: IssuedCertificate, at: number) {
    return this.#database.deviceCertificate.create({ data: { serial, deviceId, pem, issuedAt: toDate(at) } });
  }
}
