/** How much of a flash card an agent wears in a day, extrapolated from what it wrote while it was watched. */

export interface Watched {
  idle: { seconds: number; bytes: number };
  /** audio that was received, and what that wrote */
  received: { audioBytes: number; bytes: number };
  /** two broadcasts of different length whose audio was there: tell apart what each costs and what each second costs */
  short: { seconds: number; bytes: number };
  long: { seconds: number; bytes: number };
}

/** A usual day of a commune: 30 minutes in the morning, 30 at noon, 75 in the afternoon, nothing heard twice. */
export const DAY = {
  broadcasts: 12,
  soundSeconds: 135 * 60,
  /** 24 kbit/s */
  audioBytesPerSecond: 3000,
  /**
   * Comes too seldom to be watched: the time every hour, one block; the journal rewritten every six hours, four blocks;
   * the plans of hamlet, commune and province twice a day, three blocks each.
   */
  seldomBytes: (24 + 4 * 4 + 2 * 3 * 3) * 4096,
};

export interface FlashDay {
  perBroadcastBytes: number;
  perSoundingSecondBytes: number;
  idleBytes: number;
  soundingBytes: number;
  audioBytes: number;
  totalBytes: number;
}

export function flashDay({ idle, received, short, long }: Watched): FlashDay {
  const perSoundingSecondBytes = (long.bytes - short.bytes) / (long.seconds - short.seconds);
  const perBroadcastBytes = Math.max(0, short.bytes - perSoundingSecondBytes * short.seconds);
  const idleBytes = (idle.bytes / idle.seconds) * (86_400 - DAY.soundSeconds) + DAY.seldomBytes;
  const soundingBytes = DAY.broadcasts * perBroadcastBytes + DAY.soundSeconds * perSoundingSecondBytes;
  const audioBytes = DAY.soundSeconds * DAY.audioBytesPerSecond * (received.bytes / received.audioBytes);
  const totalBytes = idleBytes + soundingBytes + audioBytes;
  return { perBroadcastBytes, perSoundingSecondBytes, idleBytes, soundingBytes, audioBytes, totalBytes };
}
