/** One cluster as it is watched, in PostgreSQL. */
import type { BroadcastApproval } from '@loa-lang/schemas/states/broadcast';
import type { ReceiptReason, ReceiptState } from '@loa-lang/schemas/wire/report';
import type {
  ClusterProgramme,
  ClusterWatchReader,
  DayUptime,
  ProgrammeEntry,
} from '../../../ports/cluster-watch-reader.ts';
import type { Database } from '../../postgres/database.ts';
import { orUndefined, toDate } from '../row-values.ts';
import { DAYS, PROGRAMME } from './cluster-watch-queries.ts';

interface Row {
  broadcastId: string;
  title: string;
  class: string;
  startAt: Date;
  endsAt: Date;
  approval: BroadcastApproval;
  cancelled: boolean;
  told: ReceiptState | null;
  reason: ReceiptReason | null;
  toldAt: Date | null;
}

export class ClusterWatchRepository implements ClusterWatchReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async programme(clusterId: string, now: number): Promise<ClusterProgramme> {
    const part = async (statement: string) =>
      (await this.#database.$queryRawUnsafe<Row[]>(statement, clusterId, toDate(now))).map(entryOf);
    const [current, next, past] = await Promise.all([part(PROGRAMME.now), part(PROGRAMME.next), part(PROGRAMME.past)]);
    return { now: current, next, past };
  }

  days(clusterId: string, bounds: readonly number[]): Promise<DayUptime[]> {
    const dates = bounds.map(toDate);
    return this.#database.$queryRawUnsafe<DayUptime[]>(DAYS, clusterId, dates.slice(0, -1), dates.slice(1));
  }
}

const entryOf = ({ told, reason, toldAt, startAt, endsAt, ...row }: Row): ProgrammeEntry => ({
  ...row,
  startAt: startAt.getTime(),
  endsAt: endsAt.getTime(),
  receipt:
    told === null || toldAt === null ? undefined : { state: told, reason: orUndefined(reason), at: toldAt.getTime() },
});
