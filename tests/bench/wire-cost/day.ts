/** What a cluster costs its SIM card in a day, put together from what its parts cost on the wire. Bytes at IP level. */

export interface Parts {
  /** a ping with its answer and acknowledgement */
  ping: number;
  /** one exchange of the time */
  sync: number;
  /** a health sample, with its own acknowledgement */
  health: number;
  /** a lost connection made anew, with its burst of exchanges and its sample */
  reconnect: number;
  /** a signed plan that arrives, with its acknowledgement */
  plan: number;
  /** a byte of audio */
  audioByte: number;
  /** what a broadcast costs beside its audio and its seconds */
  broadcast: number;
  /** a second in which the device sounds, and syncs and tells of its health often */
  soundingSecond: number;
  /** a second of voice */
  liveSecond: number;
}

export interface Programme {
  broadcasts: number;
  soundSeconds: number;
  audioBytes: number;
  liveSeconds: number;
}

export interface Day {
  pings: number;
  syncs: number;
  health: number;
  reconnects: number;
  plans: number;
  audio: number;
  broadcasts: number;
  live: number;
  total: number;
}

export const IDLE: Programme = { broadcasts: 0, soundSeconds: 0, audioBytes: 0, liveSeconds: 0 };
export const DAYS_OF_MONTH = 30;

const DAY_SECONDS = 86_400;
export const KEEPALIVE_SECONDS = 30;

/** How often it happens to a cluster that is well. */
export interface Habits {
  syncEverySeconds: number;
  /** a carrier takes an address back once a day; a second sample follows each, when all has settled */
  reconnectsADay: number;
  /** of hamlet, commune and groups, issued anew every twelve hours at the latest */
  plansADay: number;
}

export function dayOf(parts: Parts, habits: Habits, programme: Programme): Day {
  const { broadcasts, soundSeconds, audioBytes, liveSeconds } = programme;
  const idleSeconds = DAY_SECONDS - soundSeconds - liveSeconds;
  const syncs = idleSeconds / habits.syncEverySeconds;
  // a sample rides with every second sync
  const samples = syncs / 2;
  // whatever is said puts the next ping off; it falls anywhere between two, so by half of their distance
  const pings = (idleSeconds - (syncs * KEEPALIVE_SECONDS) / 2) / KEEPALIVE_SECONDS;
  const bytes = {
    pings: pings * parts.ping,
    syncs: syncs * parts.sync,
    health: (samples + habits.reconnectsADay) * parts.health,
    reconnects: habits.reconnectsADay * parts.reconnect,
    plans: habits.plansADay * parts.plan,
    audio: audioBytes * parts.audioByte,
    broadcasts: broadcasts * parts.broadcast + soundSeconds * parts.soundingSecond,
    live: liveSeconds * parts.liveSecond,
  };
  return { ...bytes, total: Object.values(bytes).reduce((sum, each) => sum + each, 0) };
}
