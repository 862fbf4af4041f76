/** What an amplifier tells of itself, by whatever wire. */
import type { Health } from '@loa-lang/schemas/wire/health';

export type AmplifierState = NonNullable<Health['amplifier']>;

export interface AmplifierMonitor {
  /** What is known now; what is not known is absent. Rejects when the amplifier cannot be asked. */
  read(): Promise<AmplifierState>;
  /** Ends what it keeps open. */
  stop?(): void;
}
