/** Commands to this one device: signed, in time, written down before they are carried out, and always answered. */

import type { KeyRing } from '@loa-lang/schemas/sealing/key-ring';
import { openDocument } from '@loa-lang/schemas/sealing/seal';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Command, CommandName } from '@loa-lang/schemas/wire/command';
import type { CommandAnswer } from '@loa-lang/schemas/wire/report';
import { subjects } from '@loa-lang/schemas/wire/topics';
import type { CommandExecutor, Outcome } from '../ports/command-executor.ts';
import type { IncomingMessage } from '../ports/controller-link.ts';
import type { Journal } from '../ports/device-store.ts';
import type { FaultLedger } from './fault-ledger.ts';
import type { AgentIdentity } from './identity.ts';
import type { LogLines } from './log-lines.ts';

export interface ObeyCommandsDeps {
  identity: AgentIdentity;
  journal: Journal;
  /** ids carried out or refused in earlier lives; this service adds to it */
  seen: Set<string>;
  faults: FaultLedger;
  log: LogLines;
  ring(): KeyRing | undefined;
  now(): EpochMillis | undefined;
  /** birth of the store: what was obeyed before it, nobody knows */
  bornAt(): EpochMillis | undefined;
  /** resolves when the answer is durable */
  answer(answer: CommandAnswer): Promise<void>;
  /** what this device can do; other commands are answered `unsupported` */
  executors: Readonly<Partial<Record<CommandName, CommandExecutor>>>;
}

const BAD_QUIET_MS = 3_600_000;

export class ObeyCommands {
  readonly #deps: ObeyCommandsDeps;

  constructor(deps: ObeyCommandsDeps) {
    this.#deps = deps;
  }

  /** A command has arrived. Calls must not overlap. */
  async receive(message: IncomingMessage): Promise<void> {
    const { faults, log, seen } = this.#deps;
    if (message.payload.length === 0) return;
    if (message.retained) {
      // no command of the controller is ever retained: somebody put it there to be obeyed again and again
      faults.raise('bad-document', 'retained command', BAD_QUIET_MS);
      return;
    }
    const opened = await this.#open(message.payload);
    if (!opened.ok) {
      faults.count(`command:${opened.fault}`);
      faults.raise('bad-document', `command: ${opened.fault}`, BAD_QUIET_MS);
      return;
    }
    const command = opened.payload;
    if (seen.has(command.id)) {
      faults.count('command:duplicate');
      return;
    }
    log.info(`command ${command.name} (${command.id})`);
    await this.#obey(command);
  }

  async #open(bytes: Uint8Array) {
    const ring = this.#deps.ring();
    const { deploymentId, deviceId } = this.#deps.identity;
    return openDocument('command', bytes, {
      deploymentId,
      subject: subjects.device(deviceId, 'command'),
      publicKey: (kid) => ring?.find(kid, 'command', undefined, this.#deps.now()),
    });
  }

  async #obey(command: Command): Promise<void> {
    const { journal, seen, now: time, bornAt, answer } = this.#deps;
    const now = time();
    const reply = (outcome: Outcome) => answer({ kind: 'command-answer', commandId: command.id, ...outcome });
    if (now === undefined) return reply({ outcome: 'refused', detail: 'no trusted time' });
    seen.add(command.id);
    try {
      await journal.append({ kind: 'command', commandId: command.id, expiresAt: command.expiresAt });
    } catch (error) {
      // not written down, it could be carried out twice
      return reply({ outcome: 'failed', detail: `journal: ${error}` });
    }
    if (now > command.expiresAt) return reply({ outcome: 'expired' });
    // it may have been carried out by the journal that was lost
    if (command.issuedAt < (bornAt() ?? 0)) return reply({ outcome: 'refused', detail: 'older than the journal' });
    const executor = executorOf(this.#deps.executors, command.name);
    if (executor === undefined) return reply({ outcome: 'unsupported', detail: command.name });
    const execution = await executor(command);
    if (execution === 'later') return;
    await reply(execution.outcome);
    execution.afterwards?.();
  }
}

const executorOf = (executors: ObeyCommandsDeps['executors'], name: string): CommandExecutor | undefined =>
  Object.hasOwn(executors, name) ? executors[name as CommandName] : undefined;
