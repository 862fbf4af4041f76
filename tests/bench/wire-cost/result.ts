/** Figures and conditions from what was measured. */
import { atMost, type BenchResult, figure } from '../bench.ts';
import {
  DAYS_OF_MONTH,
  type Day,
  dayOf,
  type Habits,
  IDLE,
  KEEPALIVE_SECONDS,
  type Parts,
  type Programme,
} from './day.ts';

const IDLE_LIMIT_MB_A_MONTH = 25;
const MB = 1e6;
const HABITS: Habits = {
  // 15 min, and up to a tenth more
  syncEverySeconds: 15.75 * 60,
  reconnectsADay: 1,
  plansADay: 8,
};
/** Morning, noon, evening: what the demonstration broadcasts, each time new. */
const SESSIONS_A_DAY = 3;
/** A usual day of a commune, as the bench `agent` takes it: nothing heard twice, 24 kbit/s. */
const FULL_DAY: Programme = { broadcasts: 12, soundSeconds: 135 * 60, audioBytes: 135 * 60 * 3000, liveSeconds: 0 };
const RELAY_SECONDS = 30 * 60;

export interface Beside {
  /** from the first packet until the time has settled, some four minutes */
  boot: number;
  idleMinute: number;
  bulletin: { durationMs: number; sizeBytes: number };
}

export function resultOf(parts: Parts, { boot, idleMinute, bulletin }: Beside): BenchResult {
  const demo: Programme = {
    broadcasts: SESSIONS_A_DAY,
    soundSeconds: (SESSIONS_A_DAY * bulletin.durationMs) / 1000,
    audioBytes: SESSIONS_A_DAY * bulletin.sizeBytes,
    liveSeconds: 0,
  };
  const [idle, demoDay, full] = [IDLE, demo, FULL_DAY].map((programme) => dayOf(parts, HABITS, programme)) as [
    Day,
    Day,
    Day,
  ];
  const relay = dayOf(parts, HABITS, { ...demo, liveSeconds: RELAY_SECONDS });
  const month = (day: Day): number => (day.total * DAYS_OF_MONTH) / MB;
  return {
    conditions: {
      agent: 'the real agent in a process of its own, enrolled, at the embedded broker over mutual TLS 1.3',
      network: 'a network of its own, loopback with an MTU of 1500, no loss',
      counted: 'payload, and 52 bytes a segment (IPv4, TCP, timestamps), both ways, by the kernel (ss -ti)',
      habits: `keepalive ${KEEPALIVE_SECONDS} s, sync every 15 to 16.5 min, health with every second one, ${HABITS.reconnectsADay} reconnect and ${HABITS.plansADay} plans a day`,
      follows: 'hamlet, commune and two groups',
      demo: `${SESSIONS_A_DAY} broadcasts a day of ${Math.round(bulletin.durationMs / 1000)} s, ${Math.round(bulletin.sizeBytes / 1000)} kB each, all new`,
    },
    figures: [
      atMost('a month of an idle cluster', month(idle), IDLE_LIMIT_MB_A_MONTH, 'MB'),
      figure('a day of it', idle.total, 'bytes'),
      figure('  pings', idle.pings, 'bytes'),
      figure('  syncs', idle.syncs, 'bytes'),
      figure('  health', idle.health, 'bytes'),
      figure('  a reconnect', idle.reconnects, 'bytes'),
      figure('  plans', idle.plans, 'bytes'),
      figure('a month with the demo’s programme', month(demoDay), 'MB'),
      figure('the same with 30 min of relay a day', month(relay), 'MB'),
      figure('a month of 12 broadcasts and 135 min a day, all new audio', month(full), 'MB'),
      figure('one ping with its answer', parts.ping, 'bytes'),
      figure('one sync with its answer', parts.sync, 'bytes'),
      figure('one health sample', parts.health, 'bytes'),
      figure('one plan', parts.plan, 'bytes'),
      figure('one reconnect: TLS, documents, burst, sample', parts.reconnect, 'bytes'),
      figure('one boot until the time has settled', boot, 'bytes'),
      figure('a minute idle, as it was', idleMinute, 'bytes'),
      figure('a byte of audio', parts.audioByte, 'bytes'),
      figure('a broadcast beside audio and seconds', parts.broadcast, 'bytes'),
      figure('a minute of sounding, audio not counted', parts.soundingSecond * 60, 'bytes'),
      figure('a minute of voice or relay', parts.liveSecond * 60, 'bytes'),
    ],
  };
}
