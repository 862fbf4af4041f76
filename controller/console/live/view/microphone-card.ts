/** The microphone before anything is heard: turned on, tried, changed. */
import { microphones } from '../audio/microphone.ts';
import type { Voice } from '../audio/voice.ts';
import type { LiveSession, LiveState } from '../talk/live-session.ts';
import type { Say } from '../words/texts.ts';
import { element, on, sayOrHide, say as write } from './element.ts';
import { meterView } from './meter-view.ts';
import type { Part } from './part.ts';

export function microphoneCard(session: LiveSession, voice: Voice, say: Say): Part {
  const words = element('p', { role: 'status' });
  const meter = meterView(say);
  const select = element('select', { id: 'microphone', 'aria-label': say('microphone') });
  on(select, { onchange: () => void session.openMicrophone(select.value) });
  const root = element(
    'section',
    { class: 'microphone' },
    element('h2', {}, say('microphone')),
    select,
    meter.root,
    words,
  );
  let shown: string | undefined;

  async function list(id: string): Promise<void> {
    const all = await microphones();
    select.replaceChildren(
      ...all.map((each) => element('option', { value: each.id, selected: each.id === id }, each.label)),
    );
    select.hidden = all.length < 2;
  }

  const isTried = ({ phase }: LiveState) => phase === 'checking' || phase === 'requesting';
  return {
    root,
    update(state) {
      const { phase, microphone, fault } = state;
      meter.root.hidden = !isTried(state);
      root.classList.toggle('bad', fault !== undefined);
      if (!isTried(state)) {
        select.hidden = true;
        shown = undefined;
        write(words, say(fault ?? (phase === 'asking' ? 'asking' : 'microphoneOff')));
      } else if (shown !== microphone?.id) {
        shown = microphone?.id;
        void list(microphone?.id ?? '');
      }
    },
    draw(state) {
      if (!isTried(state)) return;
      const { verdict } = voice.meter;
      root.classList.toggle('notice', verdict === 'nothing');
      meter.show(voice.meter, true);
      sayOrHide(words, session.howls ? say('howl') : say(verdict));
    },
  };
}
