import type { Microphone } from '@loa-lang/controller/console/live/audio/microphone';
import { Voice } from '@loa-lang/controller/console/live/audio/voice';
import type { AudioSocket, SocketEvents } from '@loa-lang/controller/console/live/talk/audio-socket';
import { LiveSession, wishIn } from '@loa-lang/controller/console/live/talk/live-session';
import { EVENTS, isHeard, isUnderWay, next, PHASES } from '@loa-lang/controller/console/live/talk/phases';
import { type Accepted, readTold, type Told } from '@loa-lang/controller/console/live/talk/told';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

describe('the table of phases', () => {
  it('knows where everything leads', () => {
    const lines = PHASES.map((phase) => {
      const ways = EVENTS.filter((each) => next(phase, each) !== phase).map((each) => `${each}→${next(phase, each)}`);
      return `${phase}: ${ways.join(' ')}`;
    });
    const underWay = 'waiting→waiting starting→starting on-air→on-air ended→ended lost→lost end→ending broken→ended';
    const without = (each: string) => `${each}: ${underWay.replace(`${each}→${each} `, '')}`;
    expect(lines).toEqual([
      'preparing: open→asking',
      'asking: opened→checking refused→preparing',
      'checking: open→asking closed→preparing start→requesting',
      'requesting: accepted→connecting rejected→checking broken→ended',
      `connecting: ${underWay}`,
      ...[without('waiting'), without('starting'), without('on-air'), without('lost')],
      'ending: ended→ended lost→ended broken→ended',
      'ended: again→preparing',
    ]);
  });

  it('whatever is under way can be ended, and ends when it breaks', () => {
    const underWay = PHASES.filter(isUnderWay);
    expect(underWay).toEqual(['connecting', 'waiting', 'starting', 'on-air', 'lost']);
    for (const phase of underWay) {
      expect([next(phase, 'end'), next(phase, 'broken'), next(phase, 'ended')]).toEqual(['ending', 'ended', 'ended']);
    }
    expect(PHASES.filter(isHeard)).toEqual(['starting', 'on-air', 'lost']);
  });
});

const ACCEPTED: Accepted = {
  ...{ liveId: 'l', audioUrl: '/a', clusters: 18, households: 900, state: 'ready', chime: true, delayMs: 300 },
  ...{ startAt: '2026-12-07T10:00:00.000Z', endsAt: '2026-12-07T10:15:00.000Z' },
};
const told = (state: Told['state'], more: Partial<Told> = {}): Told => ({
  ...{
    type: 'state',
    state,
    startAt: ACCEPTED.startAt,
    endsAt: ACCEPTED.endsAt,
    heard: 0,
    of: 18,
    households: 900,
    delayMs: 300,
  },
  ...more,
});
const BODY = { communeId: 'c', chime: true, record: false, maxMinutes: 15 };

const world = () => {
  const heard: string[] = [];
  const held: {
    gone?: () => void;
    events?: SocketEvents;
    inFront: boolean;
    answer: Accepted | string;
    fault?: 'denied';
  } = {
    ...{ inFront: true, answer: ACCEPTED },
  };
  const voice = new Voice({
    send: () => true,
    encoder: async () => ({ kind: 'pcm', encode: () => undefined, close: () => undefined }),
  });
  const microphone: Microphone = {
    ...{ id: 'm', label: 'Micrô', howls: false },
    listen: () => undefined,
    close: () => heard.push('microphone closed'),
  };
  const socket = {
    end: () => heard.push('end'),
    bye: (why: string) => heard.push(`bye ${why}`),
    close: () => undefined,
  } as unknown as AudioSocket;
  const session = new LiveSession({
    voice,
    openMicrophone: async (_, onGone) => {
      held.gone = onGone;
      return held.fault ?? microphone;
    },
    request: async () => held.answer,
    abandon: (id) => heard.push(`abandon ${id}`),
    connect: (_, events) => {
      held.events = events;
      return socket;
    },
    now: () => performance.now(),
    isInFront: () => held.inFront,
  });
  const tell = (...said: Told[]) => {
    for (const each of said) held.events?.told(each);
  };
  const onAir = async () => {
    await session.openMicrophone();
    await session.start(BODY);
    tell(told('starting'), told('on-air', { heard: 17 }));
  };
  return { session, voice, held, heard, tell, onAir };
};

describe('a live', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('goes from the microphone to the last word', async () => {
    const { session, voice, heard, tell, onAir } = world();
    const phases: string[] = [];
    session.watch(({ phase }) => phases.at(-1) !== phase && phases.push(phase));
    await onAir();
    expect(voice.wish).toBe('open');
    vi.advanceTimersByTime(5000);
    session.end();
    expect(voice.wish).toBe('off');
    tell(told('ended', { reason: 'ended', bulletinId: 'b', households: 0 }));
    expect(phases).toEqual([
      ...['preparing', 'asking', 'checking', 'requesting', 'connecting', 'starting', 'on-air', 'ending', 'ended'],
    ]);
    expect(heard).toEqual(['end', 'microphone closed']);
    const { end, most, onAirAt = 0, offAirAt = 0 } = session.state;
    expect([end, most]).toEqual([
      { reason: 'ended', bulletinId: 'b' },
      { heard: 17, households: 900 },
    ]);
    expect(offAirAt - onAirAt).toBe(5000);
  });

  it('says why there is no microphone, and lets it be tried again', async () => {
    const { session, held } = world();
    held.fault = 'denied';
    await session.openMicrophone();
    expect([session.state.phase, session.state.fault]).toEqual(['preparing', 'denied']);
    delete held.fault;
    await session.openMicrophone();
    expect([session.state.phase, session.state.fault]).toEqual(['checking', undefined]);
  });

  it('says why it was refused, and keeps the microphone', async () => {
    const { session, held, heard } = world();
    held.answer = 'Đang phát khẩn cấp.';
    await session.openMicrophone();
    await session.start(BODY);
    expect([session.state.phase, session.state.problem, heard]).toEqual(['checking', 'Đang phát khẩn cấp.', []]);
  });

  it('a window that lost the focus is muted at once, and ends unless it comes back', async () => {
    const { session, voice, heard, onAir } = world();
    await onAir();
    session.away(true);
    expect([voice.wish, heard]).toEqual(['cut', []]);
    vi.advanceTimersByTime(1000);
    session.away(false);
    expect(voice.wish).toBe('open');
    vi.advanceTimersByTime(10_000);
    expect(session.state.phase).toBe('on-air');
    session.away(true);
    vi.advanceTimersByTime(1500);
    expect(heard).toEqual(['bye hidden', 'microphone closed']);
    expect(session.state.end).toEqual({ reason: 'abnormal', why: 'hidden' });
  });

  it.each(['hidden', 'pagehide'] as const)('%s ends it at once', async (why) => {
    const { session, heard, onAir } = world();
    await onAir();
    session.left(why);
    expect(heard).toEqual([`bye ${why}`, 'microphone closed']);
    expect([session.state.phase, session.state.end?.why]).toEqual(['ended', why]);
  });

  it('while it waits one may look away; nothing goes on air that nobody is at', async () => {
    const { session, held, heard, tell } = world();
    await session.openMicrophone();
    await session.start(BODY);
    tell(told('waiting'));
    session.away(true);
    session.left('hidden');
    vi.advanceTimersByTime(60_000);
    expect(session.state.phase).toBe('waiting');
    held.inFront = false;
    tell(told('starting'));
    expect(heard).toEqual(['bye hidden', 'microphone closed']);
    expect([session.state.phase, session.state.onAirAt]).toEqual(['ended', undefined]);
  });

  it('a microphone that is lost ends it; before, it is only said', async () => {
    const { session, held, heard, onAir } = world();
    await session.openMicrophone();
    held.gone?.();
    expect([session.state.phase, session.state.fault]).toEqual(['preparing', 'none']);
    await onAir();
    held.gone?.();
    expect(heard).toEqual(['microphone closed', 'bye microphone-lost', 'microphone closed']);
    expect(session.state.end).toEqual({ reason: 'abnormal', why: 'microphone-lost' });
  });

  it('a microphone that is lost while it is asked for leaves no live behind', async () => {
    const { session, held, heard } = world();
    await session.openMicrophone();
    const started = session.start(BODY);
    held.gone?.();
    await started;
    expect(session.state.phase).toBe('ended');
    expect(heard).toContain('abandon l');
    expect(held.events).toBeUndefined();
  });

  it('a connection that comes back goes on; one that does not ends it', async () => {
    const { session, voice, held, tell, onAir } = world();
    await onAir();
    held.events?.lost();
    expect([session.state.phase, voice.wish]).toEqual(['lost', 'open']);
    tell(told('on-air', { heard: 16 }));
    expect([session.state.phase, session.state.most.heard]).toEqual(['on-air', 17]);
    held.events?.lost();
    held.events?.gone('network');
    expect(session.state.end).toEqual({ reason: 'abnormal', why: 'network' });
  });

  it('an end that nobody confirms is an end all the same', async () => {
    const { session, onAir } = world();
    await onAir();
    session.end();
    vi.advanceTimersByTime(3000);
    expect([session.state.phase, session.state.end?.reason]).toEqual(['ended', 'ended']);
  });

  it('the next one begins with a microphone that is on', async () => {
    const { session, tell, onAir } = world();
    await onAir();
    session.mute(true);
    tell(told('ended', { reason: 'maximum' }));
    session.again();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.state.phase).toBe('checking');
    await session.start(BODY);
    expect([session.state.phase, session.state.isMuted, session.state.end]).toEqual(['connecting', false, undefined]);
  });

  it('is heard when the speaker wants it, and only then', async () => {
    const { session, voice, onAir } = world();
    await onAir();
    session.mute(true);
    expect(voice.wish).toBe('cut');
    session.speak('hold');
    expect(voice.wish).toBe('closed');
    session.press(true);
    expect(voice.wish).toBe('open');
    session.press(false);
    expect(voice.wish).toBe('closed');
    for (const phase of PHASES.filter((each) => each !== 'on-air')) {
      expect(wishIn({ ...session.state, phase, isPressed: true, onAirAt: undefined })).toBe(
        isUnderWay(phase) ? 'closed' : 'off',
      );
    }
  });
});

describe('what the controller says', () => {
  it('is read where it is known, and left alone where it is not', () => {
    expect(readTold('{"type":"state","state":"on-air","heard":3}')).toMatchObject({ state: 'on-air', heard: 3 });
    const strange = [
      '{',
      'null',
      '1',
      '"state"',
      '{"type":"state","state":"dancing"}',
      '{"type":"news","state":"ended"}',
    ];
    for (const text of strange) expect(readTold(text)).toBeUndefined();
  });
});
