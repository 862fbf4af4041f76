/** Devices that wait to be enrolled, as HTTP shows them. */
import { inGroups, keyFingerprint } from '@loa-lang/schemas/sealing/device-code';
import type { EnrolmentRecord } from '../ports/enrolment-store.ts';
import { outInstant, outOptional } from './instants.ts';

export const enrolmentBodies = (records: readonly EnrolmentRecord[]) =>
  records.map((record) => ({
    id: record.id,
    code: inGroups(record.code),
    fingerprint: inGroups(keyFingerprint(record.publicKey)),
    address: record.address,
    agentVersion: record.agentVersion,
    firstAskedAt: outInstant(record.firstAskedAt),
    lastAskedAt: outInstant(record.lastAskedAt),
    ...outOptional('rejectedAt', record.rejectedAt),
    contested: records.some((other) => other.code === record.code && other.id !== record.id),
  }));
