/** What is said while a live is under way, and after it: from the state alone. */
import type { LiveState } from '../talk/live-session.ts';
import { clockFace, numberWords, spanWords, timeWords } from './spans.ts';
import type { Language, Say, TextKey } from './texts.ts';

/** How the whole looks: `air` is the only one in which loudspeakers hear the microphone. */
export type Tone = 'calm' | 'air' | 'closed' | 'warning';

export interface AirWords {
  tone: Tone;
  heading: string;
  lead: string | undefined;
  /** the large figures, and what they are */
  clock: { face: string; about: string } | undefined;
  heard: string | undefined;
}

const HEADINGS: Partial<Record<LiveState['phase'], TextKey>> = {
  connecting: 'connecting',
  waiting: 'waitingHeading',
  starting: 'startingHeading',
  'on-air': 'onAirHeading',
  lost: 'lostHeading',
  ending: 'ending',
};

/** @param now by the controller's clock @param pageNow by the page's, as `onAirAt` */
export function airWords(state: LiveState, now: number, pageNow: number, language: Language, say: Say): AirWords {
  const { phase, isAway } = state;
  const startAt = Date.parse(state.told?.startAt ?? state.accepted?.startAt ?? '');
  const endsAt = Date.parse(state.told?.endsAt ?? state.accepted?.endsAt ?? '');
  const isOn = phase === 'on-air' || phase === 'lost';
  const until = { face: clockFace(startAt - now), about: say('untilStart') };
  const elapsed = {
    face: clockFace(pageNow - (state.onAirAt ?? pageNow)),
    about: say('in', { time: clockFace(endsAt - now) }),
  };
  return {
    tone: isAway || phase === 'lost' ? 'warning' : phase === 'on-air' ? (isOpen(state) ? 'air' : 'closed') : 'calm',
    heading: say(isAway ? 'awayHeading' : (HEADINGS[phase] ?? 'connecting')),
    lead: leadOf(state, timeWords(startAt, language), say),
    clock: isOn ? elapsed : phase === 'waiting' || phase === 'starting' ? until : undefined,
    heard: phase === 'on-air' && !isAway ? heardWords(state, language, say) : undefined,
  };
}

const isOpen = ({ way, isMuted, isPressed }: LiveState): boolean => (way === 'hold' ? isPressed : !isMuted);

function leadOf(state: LiveState, at: string, say: Say): string | undefined {
  const { phase, isAway, way, isMuted, isPressed, accepted, told } = state;
  if (isAway) return say('away');
  if (phase === 'lost') return say('lost');
  if (phase === 'starting') return say(accepted?.chime === true ? 'startingChime' : 'startingSoon');
  if (phase === 'waiting') {
    const waitsFor = told?.waitsFor ?? accepted?.waitsFor;
    const what = waitsFor === undefined ? say('waitsUntil', { at }) : say('waitsFor', { title: waitsFor.title, at });
    return `${what} ${say('waitingStay', { at })}`;
  }
  if (phase !== 'on-air') return undefined;
  if (way === 'hold') return say(isPressed ? 'heardNow' : 'holdNow');
  return say(isMuted ? 'mutedNow' : 'speakNow');
}

function heardWords({ told }: LiveState, language: Language, say: Say): string {
  if (told === undefined || told.heard === 0) return say('heardNowhereYet');
  const { heard, of, households } = told;
  return say('heardIn', {
    heard: numberWords(heard, language),
    of: numberWords(of, language),
    households: numberWords(households, language),
  });
}

const ENDS: Readonly<Record<string, readonly [heading: TextKey, because?: TextKey]>> = {
  ended: ['endedHeading'],
  abnormal: ['abnormalHeading', 'unexplained'],
  maximum: ['maximumHeading', 'byMaximum'],
  stopped: ['stoppedHeading', 'byOther'],
  silenced: ['stoppedHeading', 'bySilence'],
};

export interface EndWords {
  heading: string;
  because: string | undefined;
  spoken: string;
}

export function endWords(state: LiveState, language: Language, say: Say): EndWords {
  const { end, onAirAt, offAirAt, most, told, accepted } = state;
  const [heading, because] = ENDS[end?.reason ?? 'ended'] ?? ['endedHeading'];
  const why = end?.reason === 'abnormal' ? (end.why ?? because) : because;
  return {
    heading: say(heading as TextKey),
    because: why && say(why),
    spoken: onAirAt === undefined || offAirAt === undefined ? say('notSpoken') : spokenWords(offAirAt - onAirAt),
  };

  function spokenWords(ms: number): string {
    const time = spanWords(ms, language);
    if (most.heard === 0) return say('spokenUnsure', { time });
    return say('spoken', {
      time,
      heard: numberWords(most.heard, language),
      of: numberWords(told?.of ?? accepted?.clusters ?? most.heard, language),
      households: numberWords(most.households, language),
    });
  }
}
