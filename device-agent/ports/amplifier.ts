/** The key of the power amplifier: on before sound, off after it. */
import type { Millis } from '@loa-lang/schemas/units';

export interface Amplifier {
  /** from switching on until the first sample is heard in full */
  readonly warmUpMs: Millis;
  /** Switches; resolves when the key has moved, not when the amplifier is warm. A failure is a value. */
  set(on: boolean): Promise<{ ok: true } | { ok: false; detail: string }>;
  /** Switches off for good and ends the guard that would switch off after the agent's death. */
  release(): Promise<void>;
}
