/** Sources of relays: what answers at an address, and its sound while it comes. */

/** Why nothing can be heard from an address. */
export type SourceFault =
  /** it, or what it leads to, is no address that may be reached */
  | 'refused-address'
  | 'unknown-host'
  | 'unreachable'
  /** neither http nor https, or too many redirects */
  | 'bad-address'
  /** a certificate that does not hold, or no TLS */
  | 'not-trusted'
  /** an answer that is not "here it is"; its status is the detail */
  | 'refused'
  /** a page for people */
  | 'html'
  /** a list that leads nowhere */
  | 'empty-list'
  /** no sound that can be read */
  | 'no-sound'
  /** nothing came in time, at first or any more */
  | 'stalled'
  /** the other end has closed */
  | 'ended';

export interface PullEnd {
  fault: SourceFault;
  /** for people who look for the cause */
  detail: string;
}

/** What is being pulled, once it is known. */
export interface PulledSound {
  /** where it really came from, behind redirects and lists */
  address: string;
  /** as ffmpeg calls the container and the codec: `mp3`, `ogg, vorbis` */
  format: string;
  /** it comes in pieces of several seconds, not as it sounds */
  inPieces: boolean;
}

export interface PullSink {
  /** before the first samples */
  onSound(sound: PulledSound): void;
  /** 48 kHz, mono, signed 16 bit little-endian, any length. @returns false to be given no more before `resume` */
  onSamples(bytes: Uint8Array): boolean;
  /** once; nothing comes after it */
  onEnd(end: PullEnd): void;
}

export interface Pull {
  resume(): void;
  /** Nothing is called any more. */
  stop(): void;
}

export interface StreamPuller {
  /** One attempt: it ends by itself when nothing comes, at first or any more. */
  pull(address: string, sink: PullSink): Pull;
}
