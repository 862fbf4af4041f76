/** The part of the eSpeak NG build that is used; the package brings no types. */
declare module '@echogarden/espeak-ng-emscripten' {
  export interface EspeakInstance {
    /** 0 when the voice exists; otherwise the voice before stays */
    set_voice(name: string): number;
    /** words a minute */
    set_rate(rate: number): void;
    get_samplerate(): number;
    list_voices(): { name: string; identifier: string; languages: { priority: number; name: string }[] }[];
    /** Blocks until done; called back with 16-bit mono samples. */
    synthesize(
      text: string,
      onSamples: (samples: Int16Array | undefined, events: unknown[]) => boolean | undefined,
    ): void;
  }
  export interface EspeakModule {
    eSpeakNGWorker: new () => EspeakInstance;
  }
  export default function initialise(): Promise<EspeakModule>;
}
