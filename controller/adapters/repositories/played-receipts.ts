/** Receipts of what was played to its end, in PostgreSQL: found by the broadcasts of the last days, as they are kept. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import type { PlayedReceipts } from '../../ports/played-receipts.ts';
import type { Database } from '../postgres/database.ts';
import { toDate } from './row-values.ts';

export class PlayedReceiptRepository implements PlayedReceipts {
  readonly #database: Pick<Database, 'receiptRow' | 'device'>;

  constructor(database: Pick<Database, 'receiptRow' | 'device'>) {
    this.#database = database;
  }

  async placesOf(deviceIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.#database.device.findMany({
      where: { id: { in: [...deviceIds] } },
      select: { id: true, clusterId: true },
    });
    return new Map(
      rows.flatMap(({ id, clusterId }): [string, string][] => (clusterId === null ? [] : [[id, clusterId]])),
    );
  }

  async finished(clusterId: string, since: EpochMillis, most: number): Promise<Receipt[]> {
    const rows = await this.#database.receiptRow.findMany({
      where: { clusterId, state: 'finished', broadcast: { startAt: { gte: toDate(since) } } },
      orderBy: [{ broadcast: { startAt: 'desc' } }, { run: 'desc' }],
      take: most,
      select: { body: true },
    });
    return rows.map(({ body }) => body as unknown as Receipt);
  }
}
