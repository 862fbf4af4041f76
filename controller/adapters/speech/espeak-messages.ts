/** What passes between the pool and its workers. */

export interface SpeakRequest {
  text: string;
  voice: string;
}

/** The samples are transferred, not copied. */
export type SpeakReply =
  | { ok: true; samples: Int16Array<ArrayBuffer>; sampleRateHz: number }
  | { ok: false; fault: 'speech-voice-unknown' | 'speech-failed'; detail: string };
