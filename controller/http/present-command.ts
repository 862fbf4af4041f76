/** Orders to devices as HTTP shows them. */
import { COMMAND_WORDS, NOT_SENT_WORDS } from '@loa-lang/schemas/errors/remote-words';
import type { CommandBody } from '@loa-lang/schemas/http/commands';
import { NOT_SENT_REASONS } from '@loa-lang/schemas/states/command';
import type { CommandRecord } from '../ports/command-store.ts';
import { outInstant, outOptional } from './instants.ts';

export function commandBody(command: CommandRecord): CommandBody {
  const { outcome, detail, deviceId, parameters, forcedBecause } = command;
  const reason = outcome === 'not-sent' ? NOT_SENT_REASONS.find((each) => each === detail) : undefined;
  const { vi, en } = COMMAND_WORDS[outcome ?? 'waiting'];
  const why = reason && NOT_SENT_WORDS[reason];
  return {
    ...{ id: command.id, batchId: command.batchId, clusterId: command.clusterId, name: command.name },
    ...(deviceId !== undefined && { deviceId }),
    ...(parameters !== undefined && { parameters }),
    requestedBy: command.requestedBy.name,
    ...(forcedBecause !== undefined && { forcedBecause }),
    issuedAt: outInstant(command.issuedAt),
    expiresAt: outInstant(command.expiresAt),
    ...outOptional('sentAt', command.sentAt),
    ...(outcome !== undefined && { outcome }),
    ...(reason !== undefined && { reason }),
    message: why === undefined ? { vi, en } : { vi: `${vi}: ${why.vi}`, en: `${en}: ${why.en}` },
    ...(detail !== undefined && reason === undefined && { answer: detail }),
    ...outOptional('answeredAt', command.answeredAt),
  };
}
