/** A real speech engine that remembers what it said: eSpeak does not speak one text twice with the same samples. */
import { readFile } from 'node:fs/promises';
import { EspeakSpeech } from '@loa-lang/controller/adapters/speech/espeak-speech';
import type { Speech, SpeechResult } from '@loa-lang/controller/ports/audio';

export class RecordingSpeech implements Speech {
  readonly #engine = new EspeakSpeech();
  /** in the order in which they were spoken */
  readonly spoken: { text: string; voice: string; wav: Buffer }[] = [];

  async speak(text: string, voice: string, workFolder: string, signal: AbortSignal): Promise<SpeechResult> {
    const result = await this.#engine.speak(text, voice, workFolder, signal);
    if (result.ok) this.spoken.push({ text, voice, wav: await readFile(result.wavPath) });
    return result;
  }

  stop(): Promise<void> {
    return this.#engine.stop();
  }
}
