/** What the controller tells of devices, as a console hears and reads it, each with the instant at which it came. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentListSchema } from '@loa-lang/schemas/http/incidents';
import type { Static } from 'typebox';

export interface HeardEvent {
  type: string;
  /** monotonic, ms */
  at: number;
  deviceId?: string;
  state?: string;
}

const POLL_MS = 250;

export class WatchedEvents {
  readonly heard: HeardEvent[] = [];
  readonly #stopping = new AbortController();

  static async open(httpUrl: string): Promise<WatchedEvents> {
    const events = new WatchedEvents();
    const { signal } = events.#stopping;
    const answer = await fetch(`${httpUrl}/api/v1/events`, { signal });
    if (answer.body === null || !answer.ok) throw new Error(`no events: ${answer.status}`);
    void events.#read(answer.body).catch(() => undefined);
    return events;
  }

  /** Of each of these devices the instant at which it was said to be offline. @throws when they do not all come in time */
  offline(deviceIds: readonly string[], since: number, withinMs: number): Promise<number[]> {
    const first = (id: string) =>
      this.heard.find(
        ({ at, type, deviceId, state }) => at >= since && type === 'presence' && deviceId === id && state === 'offline',
      )?.at;
    return eachOf(deviceIds, async () => first, withinMs);
  }

  close(): void {
    this.#stopping.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const piece of body) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      const at = performance.now();
      for (const line of lines) {
        if (line.startsWith('data: ')) this.heard.push({ ...JSON.parse(line.slice(6)), at });
      }
    }
  }
}

type Incidents = Static<typeof IncidentListSchema>;

/** Until all of these have an open incident, or none has. @returns the instants at which each was first seen so */
export function untilLost(
  httpUrl: string,
  deviceIds: readonly string[],
  lost: boolean,
  withinMs: number,
): Promise<number[]> {
  const seen = new Map<string, number>();
  const look = async () => {
    const answer = await fetch(`${httpUrl}/api/v1/incidents?kind=device-offline`);
    if (answer.ok) {
      const { incidents } = (await answer.json()) as Incidents;
      const open = new Set(incidents.map(({ subject }) => subject));
      for (const id of deviceIds) if (open.has(id) === lost && !seen.has(id)) seen.set(id, performance.now());
    }
    return (id: string) => seen.get(id);
  };
  return eachOf(deviceIds, look, withinMs);
}

async function eachOf(
  deviceIds: readonly string[],
  look: () => Promise<(id: string) => number | undefined>,
  withinMs: number,
): Promise<number[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const instantOf = await look();
    const found = deviceIds.map(instantOf);
    const missing = found.filter((at) => at === undefined).length;
    if (missing === 0) return found as number[];
    if (performance.now() > deadline) throw new Error(`${missing} of ${deviceIds.length} devices are not told of`);
    await sleep(POLL_MS);
  }
}
