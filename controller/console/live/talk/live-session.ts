/** One speaker's live from the microphone to the last word: holds the state, acts on what happens, tells who looks. */
import type { Microphone, MicrophoneFault } from '../audio/microphone.ts';
import type { Voice, Wish } from '../audio/voice.ts';
import type { AudioSocket, SocketEvents } from './audio-socket.ts';
import { type Happening, isHeard, isUnderWay, next, type Phase } from './phases.ts';
import type { Accepted, Bye, EndReason, Told, Why } from './told.ts';

export interface LiveRequest {
  communeId?: string;
  areaIds?: string[];
  groupIds?: string[];
  chime: boolean;
  record: boolean;
  maxMinutes: number;
}

export type Way = 'continuous' | 'hold';

export interface LiveState {
  phase: Phase;
  microphone?: { id: string; label: string } | undefined;
  fault?: MicrophoneFault | undefined;
  /** in words, of a request that was refused */
  problem?: string | undefined;
  way: Way;
  isMuted: boolean;
  isPressed: boolean;
  /** the window is not in front: the microphone is closed, and the live ends if that stays so */
  isAway: boolean;
  accepted?: Accepted | undefined;
  told?: Told | undefined;
  /** the most clusters that sounded at once, and their households */
  most: { heard: number; households: number };
  /** milliseconds, of the clock that the page is given */
  onAirAt?: number | undefined;
  offAirAt?: number | undefined;
  end?: { reason: EndReason; why?: Why | undefined; bulletinId?: string | undefined } | undefined;
}

export interface SessionDeps {
  voice: Voice;
  openMicrophone(deviceId: string | undefined, onGone: () => void): Promise<Microphone | MicrophoneFault>;
  /** @returns what was accepted, or in words why not */
  request(body: LiveRequest): Promise<Accepted | string>;
  /** of what was accepted too late */
  abandon(liveId: string): void;
  connect(url: string, events: SocketEvents): AudioSocket;
  now(): number;
  isInFront(): boolean;
}

/** A window that only lost the focus by mistake may take it back; with the rest still within the 3 s of a live. */
const AWAY_MS = 1500;
/** The controller's answer to the end is waited for; without it the page says what it knows. */
const ENDING_MS = 3000;

const FRESH = { isMuted: false, isPressed: false, isAway: false, most: { heard: 0, households: 0 } } as const;

export class LiveSession {
  state: LiveState = { phase: 'preparing', way: 'continuous', ...FRESH };
  readonly #deps: SessionDeps;
  readonly #watchers = new Set<(state: LiveState) => void>();
  #microphone: Microphone | undefined;
  #socket: AudioSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  watch(watcher: (state: LiveState) => void): void {
    this.#watchers.add(watcher);
    watcher(this.state);
  }

  get howls(): boolean {
    return this.#microphone?.howls === true;
  }

  /** @param deviceId another one than the browser's choice */
  async openMicrophone(deviceId?: string): Promise<void> {
    if (!this.#go('open', { fault: undefined })) return;
    this.#microphone?.close();
    const microphone = await this.#deps.openMicrophone(deviceId, () => this.#leave('microphone-lost'));
    if (typeof microphone === 'string') {
      this.#microphone = undefined;
      this.#go('refused', { fault: microphone, microphone: undefined });
      return;
    }
    this.#microphone = microphone;
    this.#deps.voice.meter.listenAnew();
    microphone.listen((captured) => this.#deps.voice.take(captured));
    this.#go('opened', { microphone: { id: microphone.id, label: microphone.label } });
  }

  async start(body: LiveRequest): Promise<void> {
    if (!this.#go('start', { problem: undefined, told: undefined, end: undefined, ...FRESH })) return;
    await this.#deps.voice.prepare();
    const accepted = await this.#deps.request(body);
    if (typeof accepted === 'string') {
      this.#go('rejected', { problem: accepted });
      return;
    }
    if (!this.#go('accepted', { accepted, onAirAt: undefined, offAirAt: undefined })) {
      this.#deps.abandon(accepted.liveId);
      return;
    }
    this.#socket = this.#deps.connect(accepted.audioUrl, {
      told: (told) => this.#told(told),
      lost: () => this.#go('lost'),
      gone: (why) => this.#broken(why),
    });
  }

  press(isPressed: boolean): void {
    this.#change({ isPressed });
  }

  mute(isMuted: boolean): void {
    this.#change({ isMuted });
    if (!isMuted) this.#deps.voice.meter.listenAnew();
  }

  speak(way: Way): void {
    this.#change({ way, isMuted: false, isPressed: false });
  }

  end(): void {
    if (!this.#go('end')) return;
    this.#socket?.end();
    this.#after(ENDING_MS, () => this.#broken('network'));
  }

  again(): void {
    const { microphone } = this.state;
    if (!this.#go('again', { accepted: undefined, told: undefined, end: undefined })) return;
    if (microphone !== undefined) void this.openMicrophone(microphone.id === '' ? undefined : microphone.id);
  }

  /** The window is not in front any more, or again. While a live only waits, one may look at something else. */
  away(isAway: boolean): void {
    if (isAway === this.state.isAway || !isHeard(this.state.phase)) return;
    this.#change({ isAway, isPressed: false });
    if (isAway) this.#after(AWAY_MS, () => this.left('hidden'));
    else clearTimeout(this.#timer);
  }

  /** Nobody is at this page any more. */
  left(why: Bye): void {
    if (why === 'hidden' && !isHeard(this.state.phase)) return;
    this.#leave(why);
  }

  #leave(why: Bye): void {
    if (this.state.phase === 'checking') {
      this.#closeMicrophone();
      this.#go('closed', { microphone: undefined, fault: why === 'microphone-lost' ? 'none' : undefined });
      return;
    }
    if (!isUnderWay(this.state.phase) && this.state.phase !== 'requesting') return;
    this.#socket?.bye(why);
    this.#broken(why);
  }

  #told(told: Told): void {
    const { most, onAirAt } = this.state;
    const isOnAir = told.state === 'on-air';
    const changes: Partial<LiveState> = { told };
    if (isOnAir && told.heard >= most.heard) changes.most = { heard: told.heard, households: told.households };
    if (isOnAir && onAirAt === undefined) changes.onAirAt = this.#deps.now();
    if (told.state === 'ended') changes.end = { reason: told.reason ?? 'ended', bulletinId: told.bulletinId };
    const before = this.state.phase;
    this.#go(told.state, changes);
    if (isHeard(this.state.phase) && !isHeard(before) && !this.#deps.isInFront()) this.left('hidden');
  }

  #broken(why: Why): void {
    const reason = this.state.phase === 'ending' ? 'ended' : 'abnormal';
    this.#go('broken', { end: { reason, why } });
  }

  /** @returns whether it may happen in this phase */
  #go(happening: Happening, changes: Partial<LiveState> = {}): boolean {
    const phase = next(this.state.phase, happening);
    const isNew = phase !== this.state.phase;
    if (!isNew && phase !== happening) return false;
    this.#change({ ...changes, phase });
    if (isNew && phase === 'ended') this.#over();
    return true;
  }

  #over(): void {
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = undefined;
    this.#closeMicrophone();
    this.#change({ isAway: false, isPressed: false, offAirAt: this.#deps.now() });
  }

  #closeMicrophone(): void {
    this.#deps.voice.close();
    this.#microphone?.close();
    this.#microphone = undefined;
  }

  #after(ms: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, ms);
  }

  #change(changes: Partial<LiveState>): void {
    this.state = { ...this.state, ...changes };
    this.#deps.voice.wish = wishIn(this.state);
    for (const watcher of this.#watchers) watcher(this.state);
  }
}

/** What the microphone is to do. Before it is on air it only shows that the page is alive. */
export function wishIn({ phase, onAirAt, isAway, way, isMuted, isPressed }: LiveState): Wish {
  if (!isUnderWay(phase)) return 'off';
  if (phase !== 'on-air' && (phase !== 'lost' || onAirAt === undefined)) return 'closed';
  if (isAway) return 'cut';
  if (way === 'continuous') return isMuted ? 'cut' : 'open';
  return isPressed ? 'open' : 'closed';
}
