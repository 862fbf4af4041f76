/** While a live is under way: one state that cannot be mistaken, what is heard where, and the two buttons. */
import type { Voice } from '../audio/voice.ts';
import type { LiveSession, LiveState } from '../talk/live-session.ts';
import { airWords } from '../words/air-words.ts';
import type { Language, Say } from '../words/texts.ts';
import { element, on, sayOrHide, say as write } from './element.ts';
import { meterView } from './meter-view.ts';
import type { Part } from './part.ts';
import { talkButton } from './talk-button.ts';
import { waves } from './waves.ts';

/** A drop now and then is nobody's concern; as many within a second are heard. */
const DROPS_A_SECOND = 5;

export function airScreen(session: LiveSession, voice: Voice, where: string, language: Language, say: Say): Part {
  const heading = element('h1', { tabindex: -1 });
  const lead = element('p', { class: 'lead' });
  const face = element('p', { class: 'face' });
  const about = element('p', { class: 'about' });
  const heard = element('p', { class: 'heard' });
  const delay = element('p', { class: 'delay' });
  const hint = element('p', { class: 'hint', role: 'alert', hidden: true });
  const meter = meterView(say);
  const picture = waves();
  const panel = element(
    'section',
    { class: 'air' },
    element(
      'div',
      { class: 'top' },
      picture.root,
      element('div', {}, heading, element('p', { class: 'where' }, where)),
    ),
    element('div', { class: 'clock' }, face, about),
    lead,
    meter.root,
    element('div', { class: 'facts' }, heard, delay),
    hint,
  );
  const talk = talkButton(session, say);
  const end = on(element('button', { class: 'end' }), { onclick: () => session.end() });
  const change = on(element('button', { class: 'quiet' }), {
    onclick: () => {
      session.speak(session.state.way === 'hold' ? 'continuous' : 'hold');
      talk.root.focus();
    },
  });
  const root = element(
    'div',
    { class: 'screen on' },
    element('main', {}, panel, element('p', { class: 'soft stay' }, say('stay'), ' ', say('horns'))),
    element('div', { class: 'bar' }, element('div', {}, end, change, talk.root)),
  );
  const slow = slowness();

  const words = (state: LiveState, now: number) => {
    const told = airWords(state, now, performance.now(), language, say);
    root.dataset.tone = told.tone;
    write(heading, told.heading);
    sayOrHide(lead, told.lead);
    sayOrHide(face, told.clock?.face);
    sayOrHide(about, told.clock?.about);
    sayOrHide(heard, told.heard);
  };

  return {
    root,
    update(state) {
      const { phase, way, told } = state;
      const isOnAir = phase === 'on-air' || phase === 'lost';
      root.dataset.phase = phase;
      write(end, say(phase === 'waiting' || phase === 'connecting' ? 'giveUp' : 'end'));
      end.disabled = phase === 'ending';
      write(change, say(way === 'hold' ? 'toContinuous' : 'toHold'));
      change.hidden = !isOnAir;
      const delayMs = told?.delayMs;
      const seconds = ((delayMs ?? 0) / 1000).toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', {
        maximumFractionDigits: 1,
      });
      sayOrHide(delay, isOnAir && delayMs !== undefined ? say('delay', { seconds }) : undefined);
      meter.root.hidden = phase === 'ending' || phase === 'connecting';
      talk.update(state);
    },
    draw(state, now) {
      words(state, now);
      meter.show(voice.meter, voice.wish === 'open');
      picture.show(voice.wish === 'open' ? voice.meter.levelDb : Number.NEGATIVE_INFINITY);
      sayOrHide(hint, hintIn(state));
    },
  };

  function hintIn({ phase, isAway }: LiveState): string | undefined {
    if (phase !== 'on-air' || isAway) return undefined;
    if (session.howls && voice.wish === 'open') return say('howl');
    if (slow(voice.dropped)) return say('dropping');
    if (voice.wish !== 'open') return undefined;
    const { verdict } = voice.meter;
    return verdict === 'nothing' || verdict === 'loud' ? say(verdict) : undefined;
  }
}

/** @returns of the number of dropped frames so far, whether it grows fast */
function slowness(): (dropped: number) => boolean {
  let since = 0;
  let before = 0;
  let isSlow = false;
  return (dropped) => {
    const now = performance.now();
    if (now - since > 1000) {
      isSlow = dropped - before >= DROPS_A_SECOND;
      since = now;
      before = dropped;
    }
    return isSlow;
  };
}
