/** Where an event concerns: events name things by their ids alone. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Place } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressEvent } from '../../ports/progress-feed.ts';
import { INCIDENT_SUBJECTS, type Subject, type Whereabouts } from '../../ports/whereabouts.ts';

export interface EventPlacesDeps {
  whereabouts: Whereabouts;
  clock: Clock;
}

/** A device that was bound elsewhere is told of there after so long. */
const KNOWN_MS: Millis = 10_000;
/** Twice the clusters of a province. */
const MOST_KNOWN = 10_000;
export class EventPlaces {
  readonly #deps: EventPlacesDeps;
  readonly #known = new Map<string, { place: Place; until: EpochMillis }>();

  constructor(deps: EventPlacesDeps) {
    this.#deps = deps;
  }

  /** `undefined`: nowhere that is known, so for nobody but who sees everything */
  of(event: ProgressEvent): Promise<Place | undefined> {
    switch (event.type) {
      case 'bulletin':
      case 'speech':
        return this.#place('bulletin', event.bulletinId);
      case 'broadcast':
        return this.#place('broadcast', event.broadcastId);
      case 'approval':
      case 'approval-reminder':
        return this.#place('approval', event.approvalId);
      case 'push':
        return this.#place('asset', event.assetId);
      case 'asset':
      case 'presence':
        return this.#place('device', event.deviceId);
      case 'receipt':
      case 'command':
        return this.#place('cluster', event.clusterId);
      case 'rollout':
        return this.#place('rollout', event.rolloutId);
      case 'incident':
        return this.#incident(event.subject);
    }
  }

  async #incident(subject: string): Promise<Place | undefined> {
    for (const id of subject.split(/[/:]/)) {
      for (const kind of INCIDENT_SUBJECTS) {
        const place = await this.#place(kind, id);
        if (place !== undefined) return place;
      }
    }
    return undefined;
  }

  async #place(subject: Subject, id: string): Promise<Place | undefined> {
    const key = `${subject}/${id}`;
    const now = this.#deps.clock.now();
    const known = this.#known.get(key);
    if (known !== undefined && now < known.until) return known.place;
    const place = (await this.#deps.whereabouts.of(subject, [id])).get(id);
    if (place === undefined) return undefined;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, { place, until: now + KNOWN_MS });
    return place;
  }
}
