/** An amplifier that says a line a second on a serial wire; see `readAmplifierLine`. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { MAX_AMPLIFIER_LINE, readAmplifierLine } from '../../domain/amplifier-line.ts';
import { Debounced } from '../../domain/debounced.ts';
import type { AmplifierMonitor, AmplifierState } from '../../ports/amplifier-monitor.ts';
import type { Clock } from '../../ports/clock.ts';

export interface SerialWire {
  /** e.g. `/dev/ttyUSB0`, better a name below `/dev/serial/by-id` */
  device: string;
  /** 9600 by default; 8 bits, no parity, one stop bit */
  baud?: number;
}

/** Five lines that did not come: what was said before them is the past. */
const FRESH_MS: Millis = 5000;
const REOPEN_MS: Millis = 5000;

/**
 * Another process reads: one that hangs in a driver then holds up none of ours. It ends with the wire, when it is
 * stopped, and with its next line once the agent is dead.
 */
const READER =
  'if [ -c "$1" ]; then stty -F "$1" "$2" raw cs8 -parenb -cstopb -echo clocal || exit; fi; exec cat -- "$1"';

export class SerialAmplifier implements AmplifierMonitor {
  readonly #wire: SerialWire;
  readonly #clock: Clock;
  readonly #fault = new Debounced<boolean>();
  #state: AmplifierState = {};
  /** from the first look on: a wire that was just opened is given its time */
  #heardAt: MonotonicMillis | undefined;
  #reader: ChildProcess | undefined;
  #rest = '';
  #problem = 'nothing is said';
  #reopening: { cancel(): void } | undefined;
  #isStopped = false;

  constructor(wire: SerialWire, clock: Clock) {
    this.#wire = wire;
    this.#clock = clock;
  }

  async read(): Promise<AmplifierState> {
    if (this.#reader === undefined && this.#reopening === undefined) this.#open();
    const now = this.#clock.monotonicNow();
    this.#heardAt ??= now;
    if (now - this.#heardAt <= FRESH_MS) return this.#state;
    throw new Error(`${this.#wire.device}: ${this.#problem}`);
  }

  stop(): void {
    this.#isStopped = true;
    this.#reopening?.cancel();
    this.#reader?.kill('SIGKILL');
  }

  #open(): void {
    if (this.#isStopped) return;
    const { device, baud = 9600 } = this.#wire;
    const reader = spawn('/bin/sh', ['-c', READER, 'sh', device, String(baud)], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#reader = reader;
    this.#rest = '';
    reader.stdout.setEncoding('latin1').on('data', (text: string) => this.#take(text));
    let complaint = '';
    reader.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, 200);
    });
    reader.on('error', (error) => {
      complaint = error.message;
    });
    reader.on('close', () => this.#ended(complaint.trim()));
  }

  /** Unplugged, or never there: it is looked for again and again. */
  #ended(complaint: string): void {
    this.#reader = undefined;
    this.#problem = complaint || 'it ended';
    if (this.#isStopped) return;
    this.#reopening = this.#clock.at(this.#clock.monotonicNow() + REOPEN_MS, () => {
      this.#reopening = undefined;
      this.#open();
    });
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    // a flood without an end of line is no line; what is left of it fails its checksum
    this.#rest = (lines.pop() ?? '').slice(-MAX_AMPLIFIER_LINE);
    for (const line of lines) {
      const said = readAmplifierLine(line);
      if (said === undefined) this.#problem = 'what is said there is not understood';
      else this.#hear(said);
    }
  }

  #hear({ fault, ...figures }: AmplifierState): void {
    const settled = fault === undefined ? undefined : this.#fault.see(fault);
    this.#state = { ...figures, ...(settled !== undefined && { fault: settled }) };
    this.#heardAt = this.#clock.monotonicNow();
    this.#problem = 'nothing is said';
  }
}
