/** On the audio thread: blocks of 128 samples become frames of 20 ms. Stands alone, since it is loaded by itself. */

declare const currentTime: number;
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const FRAME_S = 0.02;

class Capture extends AudioWorkletProcessor {
  #frame = new Float32Array(Math.round(sampleRate * FRAME_S));
  #filled = 0;

  process([input]: Float32Array[][]): boolean {
    const block = input?.[0];
    // a microphone that is gone gives no blocks
    if (block === undefined) return true;
    let read = 0;
    while (read < block.length) {
      const part = block.subarray(read, read + this.#frame.length - this.#filled);
      this.#frame.set(part, this.#filled);
      this.#filled += part.length;
      read += part.length;
      if (this.#filled === this.#frame.length) this.#send(currentTime + read / sampleRate);
    }
    return true;
  }

  #send(endsAtS: number): void {
    const samples = this.#frame;
    this.port.postMessage({ samples, endsAtS }, [samples.buffer]);
    this.#frame = new Float32Array(Math.round(sampleRate * FRAME_S));
    this.#filled = 0;
  }
}

registerProcessor('capture', Capture);
