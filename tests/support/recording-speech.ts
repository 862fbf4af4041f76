/** A real speech desk that remembers what it said: eSpeak does not speak one text twice with the same samples. */
import { readFile } from 'node:fs/promises';
import type { Speaking, Speech, SpeechFault, SpeechRequest, SpeechResult } from '@loa-lang/controller/ports/speech';
import { espeakDesk } from './speech.ts';

export class RecordingSpeech implements Speech {
  readonly #desk: Speech = espeakDesk();
  /** in the order in which they were spoken */
  readonly spoken: { text: string; voice: string; wordsPerMinute: number; wav: Buffer }[] = [];

  voices: Speech['voices'] = () => this.#desk.voices();
  voice: Speech['voice'] = (id) => this.#desk.voice(id);
  identify: Speech['identify'] = (request) => this.#desk.identify(request);

  start(request: SpeechRequest, signal: AbortSignal): Promise<Speaking | SpeechFault> {
    return this.#desk.start(request, signal);
  }

  async speak(...asked: Parameters<Speech['speak']>): Promise<SpeechResult> {
    const result = await this.#desk.speak(...asked);
    const [{ text, voice, wordsPerMinute }] = asked;
    if (result.ok) this.spoken.push({ text, voice, wordsPerMinute, wav: await readFile(result.wavPath) });
    return result;
  }

  stop(): Promise<void> {
    return this.#desk.stop();
  }
}
