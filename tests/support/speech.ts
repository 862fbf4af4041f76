/** Speech as the controller has it without any configuration. */
import { EspeakEngine, type EspeakEngineOptions } from '@loa-lang/controller/adapters/speech/espeak/espeak-engine';
import { SpeechDesk } from '@loa-lang/controller/adapters/speech/speech-desk';
import type { SpeechEngine } from '@loa-lang/controller/ports/speech';

export const espeakDesk = (options: Partial<EspeakEngineOptions> = {}): SpeechDesk =>
  deskOf([new EspeakEngine(options)]);

export const deskOf = (engines: readonly SpeechEngine[], defaultVoice = 'vi'): SpeechDesk =>
  new SpeechDesk({ engines, defaultVoice, lastResort: 'vi' });

/** Outlives whoever has it: its threads are warm for the next application of this process, and end by themselves when idle. */
class LastingEngine extends EspeakEngine {
  override async stop(): Promise<void> {
    // others speak with it
  }
}

const shared = new LastingEngine();

/** For tests that are not about the engine: a cold one costs each application half a second of a processor, and more. */
export const sharedDesk = (): SpeechDesk => deskOf([shared]);
