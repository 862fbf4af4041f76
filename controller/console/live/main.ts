/** The page "Trực tiếp": puts the parts together. */

import { liveApi } from './api.ts';
import { openMicrophone } from './audio/microphone.ts';
import { frameEncoder } from './audio/opus.ts';
import { Voice } from './audio/voice.ts';
import { AudioSocket } from './talk/audio-socket.ts';
import { askBeforeLeaving, isInFront, keepAwake, watchLeaving } from './talk/leaving.ts';
import { LiveSession, type LiveState } from './talk/live-session.ts';
import { isHeard, isUnderWay, type Phase } from './talk/phases.ts';
import { airScreen } from './view/air-screen.ts';
import { element, on, say as write } from './view/element.ts';
import { endedScreen } from './view/ended-screen.ts';
import type { Part } from './view/part.ts';
import { setupScreen } from './view/setup-screen.ts';
import { watchKeys } from './view/talk-button.ts';
import type { Register } from './where/places.ts';
import { airWords, endWords } from './words/air-words.ts';
import { type Language, speaks } from './words/texts.ts';

type Screen = 'setup' | 'air' | 'ended';

const screenIn = (phase: Phase): Screen =>
  phase === 'ended' ? 'ended' : isUnderWay(phase) || phase === 'ending' ? 'air' : 'setup';

function run(place: HTMLElement): void {
  const language: Language = document.documentElement.lang === 'en' ? 'en' : 'vi';
  const say = speaks(language);
  const api = liveApi(place.dataset.api ?? '', place.dataset.header ?? '', language, say('noAnswer'));
  const sockets: { current?: AudioSocket } = {};
  const voice = new Voice({
    send: (message) => sockets.current?.send(message) === true,
    encoder: frameEncoder,
  });
  const session = new LiveSession({
    voice,
    openMicrophone,
    request: api.request,
    abandon: api.abandon,
    connect: (url, events) => {
      const address = new URL(url, location.href);
      address.protocol = address.protocol.replace('http', 'ws');
      sockets.current = new AudioSocket(address.href, events, () => performance.now());
      return sockets.current;
    },
    now: () => performance.now(),
    isInFront,
  });
  api.register().then(
    (register) => show(register),
    () => fail(),
  );

  function fail(): void {
    const button = on(element('button', {}, say('reload')), { onclick: () => location.reload() });
    place.replaceChildren(
      element(
        'main',
        {},
        element('section', { class: 'state', role: 'alert' }, element('p', {}, say('loadFailed')), button),
      ),
    );
  }

  function show(register: Register): void {
    const spoken = element('p', { class: 'unseen', role: 'status', 'aria-live': 'assertive' });
    document.body.append(spoken);
    const now = () => Date.now() + api.skewMs();
    let where = '';
    const onStart = (names: string) => {
      where = names;
    };
    const make: Record<Screen, () => Part> = {
      setup: () => setupScreen({ session, voice, register, language, say, onStart }),
      air: () => airScreen(session, voice, where, language, say),
      ended: () => endedScreen(session, where, api.recordingUrl, language, say),
    };
    const setup = make.setup();
    const current = { screen: 'setup' as Screen, part: setup };
    place.replaceChildren(setup.root);

    session.watch((state) => {
      const screen = screenIn(state.phase);
      if (screen !== current.screen) {
        // what was chosen stays chosen
        Object.assign(current, { screen, part: screen === 'setup' ? setup : make[screen]() });
        place.replaceChildren(current.part.root);
        // a heading, so that no key that is still meant for the screen before does anything on this one
        place.querySelector('h1')?.focus();
      }
      current.part.update(state);
      current.part.draw(state, now());
      tell(state);
    });

    /** What changes of itself is read out; what the speaker does is not. */
    function tell(state: LiveState): void {
      const { heading, lead } = airWords({ ...state, isPressed: false }, now(), performance.now(), language, say);
      const ended = state.phase === 'ended' ? endWords(state, language, say) : undefined;
      const isOver =
        ended && [ended.heading, ended.because, ended.spoken].filter((each) => each !== undefined).join('. ');
      if (screenIn(state.phase) === 'air') write(spoken, lead === undefined ? heading : `${heading}. ${lead}`);
      else write(spoken, isOver ?? '');
      const title = state.phase === 'on-air' ? `● ${say('onAirHeading')}` : say('title');
      if (document.title !== title) document.title = title;
    }

    const draw = (): void => {
      current.part.draw(session.state, now());
      place.dataset.phase = session.state.phase;
      place.dataset.sent = String(voice.sent);
      place.dataset.dropped = String(voice.dropped);
      place.dataset.age = voice.ageMs.toFixed(1);
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
    guard(session);
    watchKeys(session);
  }
}

/** Whoever leaves is not heard any more. */
function guard(session: LiveSession): void {
  watchLeaving({
    away: () => session.away(true),
    back: () => session.away(false),
    left: (why) => session.left(why),
  });
  const held: { awake?: (() => void) | undefined; ask?: (() => void) | undefined } = {};
  session.watch(({ phase }) => {
    if (isUnderWay(phase)) held.awake ??= keepAwake();
    else {
      held.awake?.();
      held.awake = undefined;
    }
    if (isHeard(phase)) held.ask ??= askBeforeLeaving();
    else {
      held.ask?.();
      held.ask = undefined;
    }
  });
}

const place = document.querySelector<HTMLElement>('[data-live]');
if (place !== null) run(place);
