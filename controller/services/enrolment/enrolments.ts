/** Enrolment: a new device asks, the office binds it to a cluster, and the device is given its certificate. */

import type { Delivery } from '@loa-lang/schemas/http/common';
import type { ClusterId, DeploymentId, DeviceId } from '@loa-lang/schemas/ids';
import { inGroups, keyFingerprint, readFingerprint, readLabel } from '@loa-lang/schemas/sealing/device-code';
import { openEnrolment } from '@loa-lang/schemas/sealing/enrolment';
import type { EnrolmentAnswer, EnrolmentClaim } from '@loa-lang/schemas/wire/enrolment';
import {
  ASKED_PER_NETWORK_MS,
  askAgainS,
  FORGET_MS,
  MAX_ASKED_PER_NETWORK,
  MAX_PER_NETWORK,
  MAX_WAITING,
  NEW_PER_NETWORK_MS,
  networkOf,
  REFUSED_ASK_S,
} from '../../domain/enrolment/asking.ts';
import type { Authority } from '../../ports/authority.ts';
import type { BrokerGate } from '../../ports/broker-gate.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EnrolledDevice, EnrolmentRecord, EnrolmentStore } from '../../ports/enrolment-store.ts';
import type { DeviceRecord, Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { Quota } from '../quota.ts';
import { found, Refusal } from '../refusal.ts';
import { type CloseIncidentsDeps, closeIncidentsOf } from '../register/close-incidents.ts';

export interface EnrolmentDeps extends CloseIncidentsDeps {
  enrolments: EnrolmentStore;
  register: Register;
  authority: Authority;
  gate: BrokerGate;
  delivery: DocumentDelivery;
  clock: Clock;
  newId: () => string;
  deploymentId: DeploymentId;
  /** where devices connect; `undefined` where no TLS is offered */
  deviceBrokerUrl: string | undefined;
}

export interface Binding {
  /** what was scanned or typed: a label, or the code alone */
  label: string;
  /** of the key, where the label does not carry it: compared by a person */
  fingerprint?: string | undefined;
  clusterId: ClusterId;
  /** the cluster's present device is revoked in the same act */
  replace?: boolean | undefined;
}

export class Enrolments {
  readonly #deps: EnrolmentDeps;
  readonly #newcomers: Quota;
  readonly #questions: Quota;

  constructor(deps: EnrolmentDeps) {
    this.#deps = deps;
    this.#newcomers = new Quota(deps.clock, MAX_PER_NETWORK, NEW_PER_NETWORK_MS);
    this.#questions = new Quota(deps.clock, MAX_ASKED_PER_NETWORK, ASKED_PER_NETWORK_MS);
  }

  /** @param address from which it asks */
  async ask(request: string, address: string): Promise<EnrolmentAnswer> {
    const { enrolments, deploymentId, clock, newId } = this.#deps;
    // before anything is verified or read
    if (!this.#questions.allows(networkOf(address))) throw new Refusal('enrolment-crowded');
    const claim = await openEnrolment(request, deploymentId);
    if (claim === undefined) throw new Refusal('enrolment-broken');
    const device = await enrolments.deviceByKey(claim.publicKey);
    if (device !== undefined) return this.#answerKnown(device, claim);
    const known = await enrolments.byKey(claim.publicKey);
    const now = clock.now();
    if (known === undefined) await this.#makeRoom(address, now);
    const { publicKey, code, installationId, agentVersion } = claim;
    const firstAskedAt = known?.firstAskedAt ?? now;
    const id = known?.id ?? newId();
    await enrolments.ask({
      ...{ id, code, publicKey, installationId, agentVersion, address },
      ...{ firstAskedAt, lastAskedAt: now },
    });
    if (known?.rejectedAt !== undefined) return { state: 'refused', askAgainS: REFUSED_ASK_S };
    return { state: 'waiting', askAgainS: askAgainS(firstAskedAt, now) };
  }

  /** Who waits; with a label or code only those that claim it. */
  async waiting(label?: string): Promise<EnrolmentRecord[]> {
    const { enrolments } = this.#deps;
    if (label === undefined) return enrolments.all();
    return enrolments.byCode(found(readLabel(label), 'code-broken').code);
  }

  async reject(id: string): Promise<void> {
    const { enrolments, clock } = this.#deps;
    const { code, address } = found(await enrolments.find(id), 'enrolment-unknown', { code: id });
    await enrolments.reject(id, clock.now());
    // it hangs nowhere yet, so only who has everything is concerned
    noteChange({ before: { code, address }, after: { rejected: true } });
  }

  /** The device gets its certificate when it asks next. */
  async bind({
    label,
    fingerprint,
    clusterId,
    replace,
  }: Binding): Promise<{ device: DeviceRecord; delivery: Delivery }> {
    const { enrolments, register, authority, clock, newId, delivery, gate } = this.#deps;
    const read = found(readLabel(label), 'code-broken');
    const enrolment = choose(await enrolments.byCode(read.code), read.code, read.fingerprint ?? fingerprint);
    const cluster = found(await register.clusters.find(clusterId), 'cluster-unknown');
    if (cluster.deviceId !== undefined && replace !== true) throw new Refusal('cluster-has-device');
    const replaces = cluster.deviceId;
    const old = replaces === undefined ? undefined : await register.devices.find(replaces);
    const deviceId = newId();
    const certificate = await authority.issueDevice(deviceId, enrolment.publicKey);
    const admission = { enrolment, deviceId, clusterId, certificate, replaces };
    if ((await enrolments.admit(admission, clock.now())) === 'taken') throw new Refusal('cluster-has-device');
    noteChange({
      ...{ areaId: cluster.hamletId, subjectId: deviceId, before: { deviceId: replaces ?? null } },
      after: { deviceId, clusterId, code: read.code, fingerprint: keyFingerprint(enrolment.publicKey) },
    });
    const settings = [deviceId, ...(replaces === undefined ? [] : [replaces])];
    const delivered = await delivery.deliver({ settings });
    gate.changed();
    if (old !== undefined) {
      await gate.shutOut({ deviceId: old.id, installationId: old.installationId });
      await closeIncidentsOf([old.id], this.#deps);
    }
    return { device: found(await register.devices.find(deviceId), 'device-unknown'), delivery: delivered };
  }

  async #answerKnown(device: EnrolledDevice, claim: EnrolmentClaim & { publicKey: string }): Promise<EnrolmentAnswer> {
    const { enrolments, authority, clock, deviceBrokerUrl } = this.#deps;
    if (device.revokedAt !== undefined) return { state: 'refused', askAgainS: REFUSED_ASK_S };
    if (device.installationId !== undefined && device.installationId !== claim.installationId) {
      await this.#raiseClone(device, claim.installationId);
      return { state: 'refused', askAgainS: REFUSED_ASK_S };
    }
    if (deviceBrokerUrl === undefined) throw new Refusal('enrolment-closed');
    let { certificate } = device;
    if (certificate === undefined || !authority.isCurrent(certificate)) {
      const issued = await authority.issueDevice(device.deviceId, claim.publicKey);
      await enrolments.addCertificate(device.deviceId, issued, clock.now());
      certificate = issued.pem;
    }
    return {
      state: 'enrolled',
      deviceId: device.deviceId,
      certificate,
      broker: { url: deviceBrokerUrl },
      ...(device.clusterName !== undefined && { label: device.clusterName }),
    };
  }

  async #raiseClone({ deviceId }: { deviceId: DeviceId }, installationId: string): Promise<void> {
    const { incidentLog, clock } = this.#deps;
    await incidentLog.raise(
      'clone',
      deviceId,
      `installation ${installationId} asks with the key of this device`,
      clock.now(),
    );
  }

  async #makeRoom(address: string, now: number): Promise<void> {
    const { enrolments } = this.#deps;
    const network = networkOf(address);
    const hasRoom = async () => {
      const waiting = await enrolments.waitingAddresses();
      const neighbours = waiting.filter((other) => networkOf(other) === network).length;
      return waiting.length < MAX_WAITING && neighbours < MAX_PER_NETWORK;
    };
    if (!this.#newcomers.allows(network)) throw new Refusal('enrolment-crowded');
    if (await hasRoom()) return;
    await enrolments.forget(now - FORGET_MS);
    if (!(await hasRoom())) throw new Refusal('enrolment-crowded');
  }
}

/** The one whose key has the fingerprint. @throws Refusal when there is none, or nobody has compared it */
function choose(claimants: readonly EnrolmentRecord[], code: string, typed: string | undefined): EnrolmentRecord {
  const shown = { code: inGroups(code) };
  if (claimants.length === 0) throw new Refusal('enrolment-unknown', shown);
  if (typed === undefined) throw new Refusal('fingerprint-needed', shown);
  const fingerprint = found(readFingerprint(typed), 'code-broken');
  return found(
    claimants.find(({ publicKey }) => keyFingerprint(publicKey) === fingerprint),
    'fingerprint-differs',
    shown,
  );
}
