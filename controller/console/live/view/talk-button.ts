/** The one large button on air: held to talk, or to mute. The space bar does the same from anywhere on the page. */
import type { LiveSession, LiveState } from '../talk/live-session.ts';
import type { Say } from '../words/texts.ts';
import { element, on, say as write } from './element.ts';

export interface TalkButton {
  root: HTMLButtonElement;
  update(state: LiveState): void;
}

export function talkButton(session: LiveSession, say: Say): TalkButton {
  const label = element('span');
  const key = element('small', {}, say('spaceBar'));
  const root = element('button', { class: 'talk primary', hidden: true }, label, key);
  const isHold = (): boolean => session.state.way === 'hold';
  on(root, {
    onpointerdown: (event) => {
      if (!isHold() || event.button !== 0) return;
      // the finger may slide off the button
      root.setPointerCapture(event.pointerId);
      session.press(true);
    },
    onpointerup: () => session.press(false),
    onpointercancel: () => session.press(false),
    onlostpointercapture: () => session.press(false),
    onclick: () => !isHold() && session.mute(!session.state.isMuted),
    // a long press asks for no menu here
    oncontextmenu: (event) => event.preventDefault(),
  });
  return {
    root,
    update({ phase, way, isMuted, isPressed }) {
      const wasHidden = root.hidden;
      root.hidden = phase !== 'on-air' && phase !== 'lost';
      // the next key is meant for this one
      if (wasHidden && !root.hidden) root.focus();
      root.classList.toggle('pressed', isPressed);
      root.classList.toggle('hold', way === 'hold');
      key.hidden = way !== 'hold' || isPressed;
      write(label, say(way === 'hold' ? (isPressed ? 'holding' : 'holdToTalk') : isMuted ? 'unmute' : 'mute'));
      if (way === 'hold') root.removeAttribute('aria-pressed');
      else root.setAttribute('aria-pressed', String(isMuted));
    },
  };
}

const KEYS = [' ', 'Enter'];

/**
 * The space bar talks wherever the focus is, but where somebody has walked to another button by the keyboard: there it
 * presses that.
 */
export function watchKeys(session: LiveSession): void {
  const isMeant = (event: KeyboardEvent): boolean => {
    if (!KEYS.includes(event.key) || session.state.way !== 'hold' || session.state.phase !== 'on-air') return false;
    const focused = document.activeElement;
    if (focused?.classList.contains('talk')) return true;
    return event.key === ' ' && focused?.matches(':focus-visible') !== true;
  };
  addEventListener('keydown', (event) => {
    if (!isMeant(event)) return;
    event.preventDefault();
    if (!event.repeat) session.press(true);
  });
  addEventListener('keyup', (event) => {
    if (!KEYS.includes(event.key) || !session.state.isPressed) return;
    event.preventDefault();
    session.press(false);
  });
}
