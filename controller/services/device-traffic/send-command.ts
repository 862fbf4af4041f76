/** Commands to one device: signed, dated, never retained. The answer comes as a report. */
import type { DeviceId } from '@loa-lang/schemas/ids';
import { sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Command } from '@loa-lang/schemas/wire/command';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { v7 as uuid } from 'uuid';
import type { BroadcastTransport, PublishResult } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';

export interface CommandDeps {
  transport: BroadcastTransport;
  keys: DeploymentKeys;
  clock: Clock;
}

export interface CommandOptions {
  /** made when absent; whoever keeps an order knows it before it is sent */
  id?: string;
  parameters?: Record<string, unknown>;
  /** how long it may still be carried out; a minute bridges a reconnect and nothing more */
  validForMs?: Millis;
}

/** `ok` means that the broker has it, not that the device did it. */
export type CommandResult =
  | { ok: true; commandId: string; expiresAt: EpochMillis }
  | { ok: false; reason: Extract<PublishResult, { ok: false }>['reason'] };

const VALID_FOR_MS: Millis = 60_000;

export class CommandSender {
  private readonly deps: CommandDeps;

  constructor(deps: CommandDeps) {
    this.deps = deps;
  }

  async send(deviceId: DeviceId, name: string, options: CommandOptions = {}): Promise<CommandResult> {
    const { transport, keys, clock } = this.deps;
    const issuedAt = clock.now();
    const { parameters } = options;
    const command: Command = {
      id: options.id ?? uuid(),
      name,
      issuedAt,
      expiresAt: issuedAt + (options.validForMs ?? VALID_FOR_MS),
      ...(parameters === undefined ? {} : { parameters }),
    };
    const subject = subjects.device(deviceId, 'command');
    const sealed = await sealDocument('command', subject, keys.deploymentId, command, keys.signer('command'));
    const result = await transport.publish(topicOf(subject), sealed, { qos: 1 });
    return result.ok ? { ok: true, commandId: command.id, expiresAt: command.expiresAt } : result;
  }
}
