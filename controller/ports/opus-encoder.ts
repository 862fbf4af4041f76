/** Makes Opus of samples while they come. */

export interface OpusSettings {
  /** bits a second */
  bitRate: number;
  /** `voice` keeps words sharp at low rates, `any` is for whatever a station sends, `low-delay` gives up the best of both */
  sound: 'voice' | 'any' | 'low-delay';
}

export interface OpusSink {
  /**
   * A frame of 20 ms: the n-th that is handed out was made of the n-th that was written.
   *
   * @param leadMicros what a decoder gives begins so much before what was written: a frame whose samples are to be heard
   *   at T is to be played at T − leadMicros
   */
  onFrame(frame: Uint8Array, leadMicros: number): void;
  /** The encoder is gone, by `stop` or by itself; nothing comes after this. */
  onEnd(detail: string): void;
}

export interface OpusEncoding {
  /**
   * One frame of 20 ms, 48 kHz, mono, signed 16 bit little-endian: 1,920 bytes. The latest one stays inside until
   * more is written.
   * @returns false when it is gone, or so far behind that nobody can wait for it: the frame was not taken
   */
  write(samples: Uint8Array): boolean;
  /** Nothing is handed out after this. */
  stop(): void;
}

export interface OpusEncoder {
  start(settings: OpusSettings, sink: OpusSink): OpusEncoding;
}
