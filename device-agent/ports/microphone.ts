/** A microphone of the device's own, before its loudspeaker: it listens to what the device says, to nothing else. */
import type { AuxInput } from './aux-input.ts';

export type Microphone = Pick<AuxInput, 'name' | 'open'>;
