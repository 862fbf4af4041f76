/** Silence for the HTTP application, without devices: latches go into the database and to the recording publisher. */
import type { Database } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import type { UseCaseDeps } from '@loa-lang/controller/compose/use-cases';
import type { PlanPublisher } from '@loa-lang/controller/ports/plan-publisher';
import type { LatchRecord } from '@loa-lang/controller/ports/silence-store';
import { SilenceRecord } from '@loa-lang/controller/services/silence/silence-record';
import { FakeSilenceJournal } from './fake-silence.ts';

export function silenceOn({
  stores,
  publisher,
  database,
}: {
  stores: UseCaseDeps['stores'];
  publisher: PlanPublisher;
  database: Database;
}): Pick<UseCaseDeps, 'keeper' | 'confirmations' | 'incidentLog'> {
  const record = new SilenceRecord({ store: stores.silence, journal: new FakeSilenceJournal() });
  return {
    incidentLog: new PostgresIncidentLog(database),
    confirmations: { of: (latches) => stores.silence.confirmations(latches.map((latch) => latch.id)) },
    keeper: {
      record,
      holds: () => true,
      async carry(latch: LatchRecord) {
        const durable = await record.hold(latch);
        await record.bringIn();
        const [outcome] = await publisher.publishPlans([latch.areaId], { urgent: true });
        return { planId: latch.areaId, sent: outcome?.ok ?? false, stored: record.isStored(latch.id), durable };
      },
    },
  };
}
