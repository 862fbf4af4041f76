/** Before: where, how, and whether the microphone works; one sentence of what will be heard; one button. */
import type { Voice } from '../audio/voice.ts';
import type { LiveSession, LiveState, Way } from '../talk/live-session.ts';
import { audienceOf, communesOf, type Place, type Register, targetsOf } from '../where/places.ts';
import { listWords, numberWords } from '../words/spans.ts';
import type { Language, Say } from '../words/texts.ts';
import { element, on, sayOrHide, say as write } from './element.ts';
import { meterView } from './meter-view.ts';
import { microphoneCard } from './microphone-card.ts';
import type { Part } from './part.ts';
import { placeList } from './place-list.ts';

const LONGEST_MINUTES = [5, 15, 30, 60];
const USUAL_MINUTES = 15;

export interface SetupDeps {
  session: LiveSession;
  voice: Voice;
  register: Register;
  language: Language;
  say: Say;
  /** names of what was chosen, for the pages that follow */
  onStart(where: string): void;
}

export function setupScreen(deps: SetupDeps): Part {
  const { session, voice, register, language, say } = deps;
  const places = placeList(register, communesOf(register), language, say, () => tell(session.state));
  const microphone = microphoneCard(session, voice, say);
  const how = howCard(session, language, say, () => tell(session.state));
  const sentence = element('p', { class: 'sentence', id: 'sentence' });
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  const button = element('button', { class: 'primary', 'aria-describedby': 'sentence' });
  on(button, { onclick: () => (session.state.phase === 'checking' ? start() : void session.openMicrophone()) });

  // where the microphone's card is out of sight
  const meter = meterView(say);
  meter.root.setAttribute('aria-hidden', 'true');

  const whereWords = (chosen: readonly Place[]): string =>
    listWords(
      chosen.map(({ kind, name }) => (kind === 'commune' ? say('wholeCommune') : name)),
      language,
    );

  function start(): void {
    const { chosen } = places;
    if (chosen.length === 0) return;
    deps.onStart(whereWords(chosen));
    void session.start({ ...targetsOf(chosen), ...how.asked });
  }

  function willBeHeard(chosen: readonly Place[]): string {
    const where = whereWords(chosen);
    const { clusters, households } = audienceOf(register, chosen);
    if (clusters === 0) return say('unserved', { where });
    const what = say(how.asked.chime ? 'withChime' : 'withoutChime');
    const counts = { clusters: numberWords(clusters, language), households: numberWords(households, language) };
    const told = say('willBeHeard', { where, what, ...counts, minutes: String(how.asked.maxMinutes) });
    return how.asked.record ? `${told} ${say('willBeRecorded')}` : told;
  }

  function tell({ phase, problem: refused }: LiveState): void {
    const { chosen } = places;
    write(sentence, chosen.length === 0 ? say('choose') : willBeHeard(chosen));
    sayOrHide(problem, refused);
    const isTried = phase === 'checking' || phase === 'requesting';
    write(button, say(phase === 'requesting' ? 'requesting' : isTried ? 'start' : 'turnOn'));
    meter.root.hidden = !isTried;
    const hasListeners = chosen.length > 0 && audienceOf(register, chosen).clusters > 0;
    button.disabled = phase === 'asking' || phase === 'requesting' || (isTried && !hasListeners);
  }

  const root = element(
    'div',
    { class: 'screen setup' },
    element(
      'main',
      {},
      element('h1', { tabindex: -1 }, say('title')),
      element('div', { class: 'columns' }, places.root, element('div', {}, microphone.root, how.root)),
      element('p', { class: 'soft' }, say('stay'), ' ', say('horns')),
    ),
    element(
      'div',
      { class: 'bar' },
      element('div', {}, element('div', { class: 'words' }, meter.root, problem, sentence), button),
    ),
  );
  return {
    root,
    update(state) {
      microphone.update(state);
      tell(state);
    },
    draw(state, now) {
      microphone.draw(state, now);
      meter.show(voice.meter, true);
    },
  };
}

function howCard(session: LiveSession, language: Language, say: Say, onChange: () => void) {
  const way = (value: Way, hint: string) => {
    const box = element('input', { type: 'radio', name: 'way', value, checked: session.state.way === value });
    on(box, { onchange: () => session.speak(value) });
    return element('label', { class: 'choice' }, box, element('span', {}, say(value), element('small', {}, hint)));
  };
  const tick = (checked: boolean) => on(element('input', { type: 'checkbox', checked }), { onchange: onChange });
  const [chime, record] = [tick(true), tick(false)];
  const longest = element(
    'select',
    { id: 'longest' },
    ...LONGEST_MINUTES.map((count) =>
      element(
        'option',
        { value: count, selected: count === USUAL_MINUTES },
        say('minutes', { count: numberWords(count, language) }),
      ),
    ),
  );
  on(longest, { onchange: onChange });
  const root = element(
    'section',
    {},
    element('h2', { id: 'how' }, say('howHeading')),
    element(
      'div',
      { role: 'radiogroup', 'aria-labelledby': 'how' },
      way('continuous', say('continuousHint')),
      way('hold', say('holdHint')),
    ),
    element('hr'),
    element('label', { class: 'choice' }, chime, element('span', {}, say('chime'))),
    element('label', { class: 'choice' }, record, element('span', {}, say('record'))),
    element('div', { class: 'longest' }, element('label', { for: 'longest' }, say('longest')), longest),
  );
  return {
    root,
    get asked() {
      return { chime: chime.checked, record: record.checked, maxMinutes: Number(longest.value) };
    },
  };
}
