/** The part of sherpa-onnx-node that is used; the package brings no types. */
declare module 'sherpa-onnx-node' {
  export interface OfflineTtsConfig {
    model: {
      vits: { model: string; tokens: string; lexicon?: string; dataDir?: string };
      numThreads: number;
      provider: 'cpu';
      debug: boolean;
    };
    maxNumSentences: number;
  }
  export interface OfflineTts {
    readonly numSpeakers: number;
    readonly sampleRate: number;
    /** Blocks until done; samples between -1 and 1. */
    generate(request: { text: string; sid: number; speed: number }): { samples: Float32Array; sampleRate: number };
  }
  /** CommonJS: everything is a property of the default export. */
  const sherpa: {
    /** Loads the model. Throws for some faults of it, and aborts or exits the process for others. */
    OfflineTts: new (
      config: OfflineTtsConfig,
    ) => OfflineTts;
    version: string;
  };
  export default sherpa;
}
