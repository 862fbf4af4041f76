/** Settings as they are wanted, signed and held, in PostgreSQL. */
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { Prisma } from '../../generated/prisma/client.ts';
import type { SettingsReader, SettingsRow } from '../../ports/settings-reader.ts';
import type { Database } from '../postgres/database.ts';

interface Row {
  id: string;
  muted: boolean;
  volume_db: number;
  listen: boolean;
  device_id: string | null;
  settings_epoch: bigint | null;
  settings_revision: bigint | null;
  settings_at: Date | null;
  epoch: bigint | null;
  revision: bigint | null;
  bytes: Uint8Array | null;
  issued_at: Date | null;
}

/** Between the device's id in a subject. */
const [BEFORE = '', AFTER = ''] = subjects.device('\u0000', 'settings').split('\u0000');

export class SettingsRepository implements SettingsReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async rows(clusterIds?: readonly string[]): Promise<SettingsRow[]> {
    const named = clusterIds === undefined ? Prisma.empty : Prisma.sql`AND c.id = ANY (${[...clusterIds]})`;
    const rows = await this.#database.$queryRaw<Row[]>`
      SELECT c.id, c.muted, c.volume_db, c.listen, d.id AS device_id, d.settings_epoch, d.settings_revision,
        d.settings_at, s.epoch, s.revision, s.bytes, s.issued_at
      FROM cluster c
      LEFT JOIN device d ON d.cluster_id = c.id AND d.revoked_at IS NULL
      LEFT JOIN signed_document s ON s.subject = ${BEFORE} || d.id || ${AFTER}
      WHERE c.deleted_at IS NULL ${named} ORDER BY c.code, c.id`;
    return rows.map(rowOf);
  }
}

const rowOf = (row: Row): SettingsRow => {
  const told = row.bytes === null ? undefined : payloadOf(row.bytes);
  const revision = revisionOf(row.epoch, row.revision);
  const held = revisionOf(row.settings_epoch, row.settings_revision);
  return {
    clusterId: row.id,
    wanted: { muted: row.muted, volumeDb: row.volume_db, listen: row.listen },
    deviceId: row.device_id ?? undefined,
    signed:
      told === undefined || revision === undefined || row.issued_at === null
        ? undefined
        : {
            ...{ muted: told.muted, volumeDb: told.volumeDb, listen: told.listen === true },
            ...{ revision, at: row.issued_at.getTime() },
          },
    held:
      held === undefined || row.settings_at === null ? undefined : { revision: held, since: row.settings_at.getTime() },
  };
};

const revisionOf = (epoch: bigint | null, revision: bigint | null) =>
  epoch === null || revision === null ? undefined : { epoch: Number(epoch), revision: Number(revision) };

/** Of a document that this system signed itself: RFC 7515, compact. */
function payloadOf(bytes: Uint8Array): Settings {
  const [, payload = ''] = Buffer.from(bytes).toString('latin1').split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Settings;
}
