/** Speech as the controller has it without any configuration. */
import { EspeakEngine, type EspeakEngineOptions } from '@loa-lang/controller/adapters/speech/espeak/espeak-engine';
import { SpeechDesk } from '@loa-lang/controller/adapters/speech/speech-desk';
import type { SpeechEngine } from '@loa-lang/controller/ports/speech';

export const espeakDesk = (options: Partial<EspeakEngineOptions> = {}): SpeechDesk =>
  deskOf([new EspeakEngine(options)]);

export const deskOf = (engines: readonly SpeechEngine[], defaultVoice = 'vi'): SpeechDesk =>
  new SpeechDesk({ engines, defaultVoice, lastResort: 'vi' });
