/** What must be written so that what is planned of a schedule is what should be: each occurrence once. */
import type { BroadcastId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { FREEZE_MS } from './schedule.ts';

/** A broadcast that was planned for an occurrence and was not taken back. */
export interface PlannedRow {
  id: BroadcastId;
  recurrenceId: string;
  version: number;
  startAt: EpochMillis;
  cancelledAt: EpochMillis | undefined;
  /** of what devices are told, and of what only people read */
  hashes: RowHashes;
}

export interface RowHashes {
  wire: string;
  notes: string;
}

export interface WantedOccurrence {
  recurrenceId: string;
  startAt: EpochMillis;
  hashes: RowHashes;
}

export type Step<W extends WantedOccurrence> =
  | { do: 'create'; wanted: W }
  | { do: 'renew'; row: PlannedRow; wanted: W }
  /** nothing that devices hear changes, so the version stays */
  | { do: 'note'; row: PlannedRow; wanted: W }
  | { do: 'withdraw'; row: PlannedRow };

/**
 * What has begun, or begins within the freeze, is left alone; so is what a person stopped, whose occurrence is not
 * planned again.
 */
export function reconcile<W extends WantedOccurrence>(
  rows: readonly PlannedRow[],
  wanted: readonly W[],
  now: EpochMillis,
): Step<W>[] {
  const changeable = (startAt: EpochMillis) => startAt > now + FREEZE_MS;
  const byId = new Map(rows.map((row) => [row.recurrenceId, row]));
  const steps: Step<W>[] = [];
  for (const each of wanted) {
    if (!changeable(each.startAt)) continue;
    const row = byId.get(each.recurrenceId);
    if (row === undefined) steps.push({ do: 'create', wanted: each });
    else if (row.cancelledAt !== undefined || !changeable(row.startAt)) continue;
    else if (row.hashes.wire !== each.hashes.wire) steps.push({ do: 'renew', row, wanted: each });
    else if (row.hashes.notes !== each.hashes.notes) steps.push({ do: 'note', row, wanted: each });
  }
  const kept = new Set(wanted.map((each) => each.recurrenceId));
  for (const row of rows) {
    const gone = !kept.has(row.recurrenceId) && row.cancelledAt === undefined;
    if (gone && changeable(row.startAt)) steps.push({ do: 'withdraw', row });
  }
  return steps;
}
