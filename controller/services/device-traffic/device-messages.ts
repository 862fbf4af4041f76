/** What devices send, verified: the one door through which their messages come in. */
import type { InstallationId } from '@loa-lang/schemas/ids';
import { openDocument, type PayloadOf } from '@loa-lang/schemas/sealing/seal';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Millis } from '@loa-lang/schemas/units';
import { type DEVICE_TO_CONTROLLER, filters, parseTopic, subjects } from '@loa-lang/schemas/wire/topics';
import type { BroadcastTransport, IncomingMessage } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import type { KnownDevice, KnownDevices } from './device-messages-known.ts';
import { Throttle } from './device-messages-throttle.ts';
import { UnknownNames } from './unknown-names.ts';

type Kind = (typeof DEVICE_TO_CONTROLLER)[number];

/** Topic's last level → kind of document. */
const DOCUMENTS = {
  presence: 'presence',
  'sync-request': 'syncRequest',
  want: 'want',
  report: 'report',
  health: 'health',
  evidence: 'evidence',
} as const satisfies Record<Kind, string>;

export interface DeviceMessage<K extends Kind> {
  device: KnownDevice;
  payload: PayloadOf<(typeof DOCUMENTS)[K]>;
  /** controller time of arrival, fractional ms */
  receivedAt: number;
}

export interface MessageCounts {
  genuine: number;
  refused: number;
  dropped: number;
}

export interface DeviceMessagesDeps {
  transport: BroadcastTransport;
  devices: KnownDevices;
  keys: DeploymentKeys;
  clock: Clock;
  incidents: IncidentLog;
  onProblem?: (problem: string, cause?: unknown) => void;
}

/**
 * Messages being verified or handled at once; beyond it they are dropped, and devices ask or send again. What the broker
 * retained comes once, for all devices in one burst, and is never dropped.
 */
const MAX_IN_HAND = 5000;
/** The same incident is written at most this often: a flood of forgeries must not become a flood of writes. */
const INCIDENT_PAUSE_MS: Millis = 10_000;

export class DeviceMessages {
  private readonly deps: DeviceMessagesDeps;
  private readonly incidentThrottle: Throttle;
  private readonly unknownNames: UnknownNames;
  private inHand = 0;
  /** by kind; those that were too many in hand were dropped */
  readonly counts = new Map<Kind, MessageCounts>();

  constructor(deps: DeviceMessagesDeps) {
    this.deps = deps;
    this.incidentThrottle = new Throttle(deps.clock, INCIDENT_PAUSE_MS);
    this.unknownNames = new UnknownNames(deps.clock);
  }

  /**
   * Hands every genuine message of a kind to `handle`. `shared`: one of several controllers gets it; retained kinds
   * must not be shared, since brokers do not deliver retained messages there.
   */
  on<K extends Kind>(
    kind: K,
    options: { shared: boolean },
    handle: (message: DeviceMessage<K>) => Promise<void>,
  ): void {
    const counts = this.counts.get(kind) ?? { genuine: 0, refused: 0, dropped: 0 };
    this.counts.set(kind, counts);
    this.deps.transport.subscribe(filters.fromDevices(kind), options, (message) => {
      if (message.payload.length === 0) return;
      if (this.inHand >= MAX_IN_HAND && !message.retained) {
        counts.dropped++;
        return;
      }
      this.inHand++;
      void this.open(kind, message)
        .then((opened) => {
          counts[opened === undefined ? 'refused' : 'genuine']++;
          return opened && handle(opened);
        })
        .catch((error) => this.deps.onProblem?.(`${kind} not handled`, error))
        .finally(() => this.inHand--);
    });
  }

  /** Whether all that has come is verified and handled. */
  get isIdle(): boolean {
    return this.inHand === 0;
  }

  /** Binds or compares the installation; a second one on the same key is a clone and gets no answer. */
  async acceptInstallation(device: KnownDevice, installationId: InstallationId): Promise<boolean> {
    if (await this.deps.devices.accepts(device, installationId)) return true;
    await this.raise('clone', device.deviceId, `installation ${installationId} speaks with the key of this device`);
    return false;
  }

  /** Raises an incident unless the same was raised a moment ago. */
  async raise(kind: IncidentKind, subject: string, detail: string): Promise<void> {
    if (!this.incidentThrottle.allows(`${kind}/${subject}`)) return;
    await this.deps.incidents.raise(kind, subject, detail, this.deps.clock.now());
  }

  private async open<K extends Kind>(kind: K, message: IncomingMessage): Promise<DeviceMessage<K> | undefined> {
    const topic = parseTopic(message.topic);
    if (topic?.kind !== 'device' || topic.message !== kind) return undefined;
    const device = await this.deps.devices.find(topic.deviceId);
    if (device === undefined) {
      // it may speak until the broker has cut it off
      if (this.deps.devices.isRevoked(topic.deviceId)) return undefined;
      const subject = this.unknownNames.subjectOf(topic.deviceId);
      return subject === undefined ? undefined : this.refuse(subject, kind, `unknown device ${topic.deviceId}`);
    }
    const opened = await openDocument(DOCUMENTS[kind], message.payload, {
      deploymentId: this.deps.keys.deploymentId,
      subject: subjects.device(topic.deviceId, kind),
      publicKey: () => device.key,
    });
    if (!opened.ok) return this.refuse(topic.deviceId, kind, opened.fault);
    const payload = opened.payload as PayloadOf<(typeof DOCUMENTS)[K]>;
    return { device, payload, receivedAt: message.receivedAt };
  }

  private async refuse(subject: string, kind: Kind, why: string): Promise<undefined> {
    await this.raise('forged-message', subject, `${kind}: ${why}`);
    return undefined;
  }
}
