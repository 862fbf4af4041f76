/** Takes sound in real time and drops it: for fleets of which only receipts matter. */
import type { ClosableOutput } from './timed-sink.ts';

export class DiscardOutput implements ClosableOutput {
  open(): void {}
  write(): void {}
  idle(): void {}
  close(): void {}
}
