/** A part of the page that is built once and then follows the state. */
import type { LiveState } from '../talk/live-session.ts';

export interface Part {
  root: HTMLElement;
  update(state: LiveState): void;
  /** with every picture of the screen, for what moves; @param now milliseconds since 1970 by the controller's clock */
  draw(state: LiveState, now: number): void;
}
