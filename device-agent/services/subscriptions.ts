/** Topic filters wanted by several services, as one set for the link. */
import type { ControllerLink } from '../ports/controller-link.ts';

export class Subscriptions {
  readonly #link: ControllerLink;
  readonly #parts = new Map<string, ReadonlySet<string>>();

  constructor(link: ControllerLink) {
    this.#link = link;
  }

  /** Replaces what one part wants. */
  set(part: string, filters: Iterable<string>): void {
    const wanted = new Set(filters);
    const before = this.#parts.get(part);
    if (before !== undefined && before.size === wanted.size && [...wanted].every((f) => before.has(f))) return;
    this.#parts.set(part, wanted);
    const all = new Set<string>();
    for (const filters of this.#parts.values()) for (const filter of filters) all.add(filter);
    this.#link.subscribe(all);
  }
}
