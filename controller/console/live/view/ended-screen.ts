/** After: what happened, what was heard, and the recording. */
import type { LiveSession } from '../talk/live-session.ts';
import { endWords } from '../words/air-words.ts';
import type { Language, Say } from '../words/texts.ts';
import { element, on, sayOrHide, say as write } from './element.ts';
import type { Part } from './part.ts';

/** @param recordingUrl of a bulletin's sound */
export function endedScreen(
  session: LiveSession,
  where: string,
  recordingUrl: (bulletinId: string) => string,
  language: Language,
  say: Say,
): Part {
  const heading = element('h1', { tabindex: -1 });
  const because = element('p', { class: 'lead' });
  const spoken = element('p');
  const again = on(element('button', { class: 'primary' }, say('again')), { onclick: () => session.again() });
  const panel = element(
    'section',
    { class: 'state' },
    heading,
    because,
    spoken,
    element('p', { class: 'soft' }, where),
  );
  const root = element(
    'div',
    { class: 'screen' },
    element('main', {}, panel),
    element('div', { class: 'bar' }, element('div', {}, again)),
  );
  return {
    root,
    update(state) {
      const words = endWords(state, language, say);
      write(heading, words.heading);
      sayOrHide(because, words.because);
      write(spoken, words.spoken);
      panel.classList.toggle('notice', state.end?.reason === 'abnormal');
      const id = state.end?.bulletinId;
      if (id === undefined || panel.querySelector('audio') !== null) return;
      const label = element('p', { id: 'recording' }, say('recording'));
      const audio = element('audio', {
        controls: true,
        preload: 'none',
        src: recordingUrl(id),
        'aria-labelledby': 'recording',
      });
      on(audio, { onerror: () => write(label, say('recordingSoon')) });
      panel.append(label, audio);
    },
    draw: () => undefined,
  };
}
