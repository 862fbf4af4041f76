/** What is said between a bench and its process of ears. */
import type { FoundMark } from './mark-finder.ts';
import type { Turn } from './sound-turns.ts';

export interface Ear {
  /** 16-bit PCM at 48 kHz comes through this named pipe */
  path: string;
  channels: 1 | 2;
  /**
   * `arrival`: who writes keeps the time, and a sample leaves when it arrives. `card`: who writes is faster than time;
   * it leaves as a sound card takes it, which begins once 100 ms are there, and again after it has run dry.
   */
  pace: 'arrival' | 'card';
}

export interface EarsOrder {
  type: 'order';
  ears: Ear[];
}

export type EarsMessage =
  | { type: 'listening' }
  /** CLOCK_MONOTONIC; `ear` is an index in the order */
  | { type: 'marks'; marks: ({ ear: number } & FoundMark)[] }
  | { type: 'turns'; turns: ({ ear: number } & Turn)[] }
  /** so far, over all ears */
  | { type: 'account'; damaged: number; starvedMs: number };
