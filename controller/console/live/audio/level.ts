/** How loud the microphone is, and whether there is anything to be heard at all. */
import { LIVE_FRAME_MS } from '@loa-lang/schemas/wire/live';

/** Full scale is 0; nothing at all is `-Infinity`. */
export interface Level {
  rmsDb: number;
  peakDb: number;
}

const db = (amplitude: number): number => 20 * Math.log10(amplitude);

export function levelOf(samples: Float32Array): Level {
  let square = 0;
  let peak = 0;
  for (const sample of samples) {
    square += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return { rmsDb: db(Math.sqrt(square / Math.max(1, samples.length))), peakDb: db(peak) };
}

/** The lowest that the meter shows: quieter than a quiet room through noise suppression. */
const FLOOR_DB = -60;

/** Where a level stands on the meter, 0…1. */
export const onMeter = (levelDb: number): number => Math.max(0, Math.min(1, 1 - levelDb / FLOOR_DB));

/** Speech a hand's breadth away is −30 to −12; breath and rustling are below. */
const VOICE_DB = -42;
const QUIET_DB = -34;
/** It clips, and not only for a moment: the browser's control of the gain holds a voice near -20 by itself. */
const CLIPPED_DB = -0.3;
const LOUD_DB = -12;

const framesIn = (ms: number): number => ms / LIVE_FRAME_MS;
/** A word or two. */
const JUDGED_FRAMES = framesIn(500);
/** Whoever was asked to say something has. */
const UNHEARD_FRAMES = framesIn(4000);
/** Whoever looks for the next page has found it. */
const MISSED_FRAMES = framesIn(8000);
/** The peak stays to be seen, then falls. */
const PEAK_FRAMES = framesIn(1000);
const PEAK_FALL_DB = 0.5;
/** So that the bar can be read: up at once, down 25 dB a second. */
const FALL_DB = 0.5;
const CLIPPED_FRAMES = framesIn(2000);
/** One knock on the table is none of the speaker's loudness. */
const CLIPS = 5;

export type Verdict = 'nothing' | 'quiet' | 'good' | 'loud' | 'unheard';

/** What the meter shows, from frame to frame. */
export class Meter {
  levelDb = Number.NEGATIVE_INFINITY;
  peakDb = Number.NEGATIVE_INFINITY;
  #peakAge = 0;
  #sinceVoice = 0;
  /** frames with a voice in them */
  #heard = 0;
  #voiceDb = VOICE_DB;
  #clips: number[] = [];
  #frame = 0;

  add({ rmsDb, peakDb }: Level): void {
    this.#frame++;
    this.levelDb = Math.max(rmsDb, this.levelDb - FALL_DB);
    this.#peakAge++;
    if (peakDb >= this.peakDb) {
      this.peakDb = peakDb;
      this.#peakAge = 0;
    } else if (this.#peakAge > PEAK_FRAMES) this.peakDb -= PEAK_FALL_DB;
    this.#sinceVoice++;
    if (rmsDb > VOICE_DB) {
      this.#heard++;
      this.#sinceVoice = 0;
      this.#voiceDb += (rmsDb - this.#voiceDb) / 25;
    }
    if (peakDb > CLIPPED_DB) this.#clips.push(this.#frame);
    this.#clips = this.#clips.filter((at) => this.#frame - at < CLIPPED_FRAMES);
  }

  /** `unheard`: nothing so far, and it is too early to say that something is wrong. */
  get verdict(): Verdict {
    if (this.#sinceVoice > (this.#heard > 0 ? MISSED_FRAMES : UNHEARD_FRAMES)) return 'nothing';
    if (this.#heard < JUDGED_FRAMES) return 'unheard';
    if (this.#clips.length >= CLIPS && this.#voiceDb > LOUD_DB) return 'loud';
    return this.#voiceDb < QUIET_DB ? 'quiet' : 'good';
  }

  /** Another microphone, or one that is opened after it was closed on purpose. */
  listenAnew(): void {
    this.#heard = 0;
    this.#voiceDb = VOICE_DB;
    this.#sinceVoice = 0;
  }
}
