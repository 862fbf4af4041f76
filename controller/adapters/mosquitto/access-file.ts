/**
 * Access rules for Mosquitto (mosquitto.conf(5), acl_file). What every device may do stands once, with `%u` for its id,
 * which is the common name of its certificate. Plans are named for each device. Mosquitto grants every subscription and
 * applies the rules to each message on its way out.
 */
import type { DeviceId, InstallationId, PlanId } from '@loa-lang/schemas/ids';
import {
  CONTROLLER_TO_DEVICE,
  DEVICE_TO_CONTROLLER,
  subjects,
  TOPIC_ROOT,
  topicOf,
} from '@loa-lang/schemas/wire/topics';

export interface BrokerMembers {
  /** every device on record that is not revoked, with the plans it follows */
  follows: ReadonlyMap<DeviceId, readonly PlanId[]>;
  revoked: readonly { deviceId: DeviceId; installationId: InstallationId | undefined }[];
}

const OF_EVERY_DEVICE = [
  ...[subjects.keys(), 'audio/#', 'live/#'].map((subject) => `pattern read ${topicOf(subject)}`),
  ...CONTROLLER_TO_DEVICE.map((kind) => `pattern read ${topicOf(subjects.device('%u', kind))}`),
  ...DEVICE_TO_CONTROLLER.map((kind) => `pattern write ${topicOf(subjects.device('%u', kind))}`),
];

/** A revoked device is named too: its session lives until it is cut, and patterns hold for everybody. */
export const accessFile = (controllerName: string, { follows, revoked }: BrokerMembers): string =>
  [
    '# Written by the controller. Changes made here are lost.',
    `user ${controllerName}`,
    `topic readwrite ${TOPIC_ROOT}/#`,
    ...[...follows].flatMap(([deviceId, planIds]) =>
      planIds.length === 0
        ? []
        : [`user ${deviceId}`, ...planIds.map((planId) => `topic read ${topicOf(subjects.plan(planId))}`)],
    ),
    ...revoked.flatMap(({ deviceId }) => [`user ${deviceId}`, 'topic deny #']),
    ...OF_EVERY_DEVICE,
    '',
  ].join('\n');
