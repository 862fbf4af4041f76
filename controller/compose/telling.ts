/** People are told of incidents, and tell of what they hear: notifications, complaints, measured levels. */
import { OutgoingMessenger } from '../adapters/notifications/messenger.ts';
import { newSigningSecret } from '../adapters/notifications/sign-webhook.ts';
import type { Database } from '../adapters/postgres/database.ts';
import { PostgresLeases } from '../adapters/postgres/leases.ts';
import { NotificationOutboxRepository } from '../adapters/repositories/notification-outbox-repository.ts';
import { NotificationPlanRepository } from '../adapters/repositories/notification-plan-repository.ts';
import { NotificationSettingsRepository } from '../adapters/repositories/notification-settings-repository.ts';
import { SoundReadingRepository } from '../adapters/repositories/sound-reading-repository.ts';
import { AddressRule } from '../adapters/streams/address-rule.ts';
import type { MailConfig } from '../config/mail.ts';
import type { ControllerConfig } from '../config.ts';
import { TIME_ZONE } from '../http/instants.ts';
import type { Clock } from '../ports/clock.ts';
import type { IncidentLog } from '../ports/device-registry.ts';
import type { Leases } from '../ports/leases.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import type { Whereabouts } from '../ports/whereabouts.ts';
import { ComplaintUpkeep } from '../services/complaints/complaint-upkeep.ts';
import { Complaints } from '../services/complaints/complaints.ts';
import { PublicDoor } from '../services/complaints/public-door.ts';
import { SoundReadings } from '../services/complaints/sound-readings.ts';
import { Channels } from '../services/notifications/channels.ts';
import { NotificationDelivery } from '../services/notifications/deliver-notifications.ts';
import { IncidentNotices } from '../services/notifications/notice-incidents.ts';
import { NotificationRules } from '../services/notifications/notification-rules.ts';
import { Notifications } from '../services/notifications/notifications.ts';
import { NotificationWatch } from '../services/notifications/watch-notifications.ts';
import type { People } from '../services/people/people.ts';
import { EventPlaces } from '../services/watch/event-places.ts';
import type { Shutdown } from '../shutdown.ts';
import { composePublicPages } from './public-pages.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

export interface TellingParts {
  database: Database;
  stores: Stores;
  leases: Leases;
  incidents: IncidentLog;
  secretBox: SecretBox;
  people: People;
  whereabouts: Whereabouts;
  clock: Clock;
  newId: () => string;
  publicUrl: string | undefined;
  /** no e-mail is sent when absent */
  mail: (MailConfig & { ca?: string }) | undefined;
  /** what may be called although it is not the Internet's */
  allowed: readonly string[];
  onProblem: (problem: string, cause: unknown) => void;
}

/** `notices`, `delivering`, `notificationWatch` and `complaintUpkeep` are to be started and stopped by the caller. */
export function composeTelling(parts: TellingParts) {
  const { database, stores, mail, whereabouts, clock } = parts;
  const { reader, areas } = stores.register;
  const messenger = new OutgoingMessenger(mail, { rule: new AddressRule(parts.allowed) });
  const common = {
    ...{ ...parts, reader, areas, zone: TIME_ZONE, hasEmail: messenger.hasEmail, newSigningSecret, messenger },
    ...{ peopleStore: stores.people, broadcasts: stores.broadcasts, openIncidents: stores.incidents },
    planStore: new NotificationPlanRepository(database),
    outbox: new NotificationOutboxRepository(database),
    settings: new NotificationSettingsRepository(database),
    complaintStore: stores.complaints,
    readings: new SoundReadingRepository(database),
    eventPlaces: new EventPlaces({ whereabouts, clock }),
    random: Math.random,
  };
  const complaintUpkeep = new ComplaintUpkeep(common);
  return {
    notices: new IncidentNotices(common),
    delivering: new NotificationDelivery(common),
    notificationWatch: new NotificationWatch(common),
    complaintUpkeep,
    channels: new Channels(common),
    notificationRules: new NotificationRules(common),
    notifications: new Notifications(common),
    complaints: new Complaints({ ...common, onChanged: () => complaintUpkeep.keepIncidents() }),
    publicDoor: new PublicDoor(clock),
    soundReadings: new SoundReadings(common),
    ...composePublicPages(common),
  };
}

/** What configuration says of it. */
export type Telling = ReturnType<typeof composeTelling>;

export const notifying = ({ mail, notifyAllowed: allowed, publicUrl }: ControllerConfig) => ({
  mail,
  allowed,
  publicUrl,
});

type StartParts = Omit<TellingParts, 'database' | 'leases' | 'incidents' | 'clock' | 'secretBox' | 'onProblem'> & {
  storage: Pick<Storage, 'database' | 'leasePool' | 'incidents' | 'clock' | 'secrets'>;
};

export function startTelling(
  { storage, ...parts }: StartParts,
  log: { error(about: object, problem: string): void },
  shutdown: Pick<Shutdown, 'add'>,
) {
  const { database, leasePool, incidents, clock, secrets: secretBox } = storage;
  const leases = new PostgresLeases(leasePool);
  const onProblem = (problem: string, cause: unknown) => log.error({ err: cause }, problem);
  const telling = composeTelling({ ...parts, database, leases, incidents, clock, secretBox, onProblem });
  const { notices, delivering, notificationWatch, complaintUpkeep } = telling;
  for (const each of [notices, delivering, notificationWatch, complaintUpkeep]) each.start();
  shutdown.add('notifications', async () => {
    await Promise.all([notices.stop(), notificationWatch.stop(), complaintUpkeep.stop(), delivering.stop()]);
    leases.releaseAll();
  });
  return telling;
}
