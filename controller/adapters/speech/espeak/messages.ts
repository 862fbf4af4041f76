/** What passes between eSpeak NG's engine and its threads. */
import type { SpeechFault, SpokenSentence } from '../../../ports/speech.ts';

export interface EspeakRequest {
  text: string;
  voice: string;
  /** of eSpeak's own words a minute */
  rate: number;
}

/** The samples are transferred, not copied. */
export type EspeakReply = SpokenSentence | SpeechFault;
