/** What passes between the neural engine and its processes. */
import type { SpokenSentence } from '../../../ports/speech.ts';

export type NeuralRequest = { kind: 'probe' } | { kind: 'speak'; text: string; speed: number };

export type NeuralReply =
  | SpokenSentence
  | { ok: true; speakers: number; sampleRateHz: number; packageVersion: string }
  | { ok: false; fault: 'package-missing' | 'model-wrong' | 'failed'; detail: string };
