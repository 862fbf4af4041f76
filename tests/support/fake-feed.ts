/** A progress feed that remembers what passed. */
import type { ProgressEvent, ProgressFeed } from '@loa-lang/controller/ports/progress-feed';

export class FakeFeed implements ProgressFeed {
  readonly events: ProgressEvent[] = [];
  private readonly listeners = new Set<(event: ProgressEvent) => void>();

  emit(event: ProgressEvent): void {
    this.events.push(event);
    for (const listener of this.listeners) listener(event);
  }

  subscribe(listener: (event: ProgressEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  of<T extends ProgressEvent['type']>(type: T): Extract<ProgressEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<ProgressEvent, { type: T }> => event.type === type);
  }
}
