/** The draft of the page: parts of the page look at what concerns them, so that a keystroke draws nothing else anew. */
import { useCallback, useSyncExternalStore } from 'react';
import type { Draft } from './draft.ts';

/** Steps that can be taken back; the text has the browser's own. */
const STEPS = 50;

export class DraftStore {
  #draft: Draft;
  readonly #before: Draft[] = [];
  readonly #after: Draft[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  readonly now = (): Draft => this.#draft;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A choice of somebody's: it can be taken back. */
  choose(change: Partial<Draft>): void {
    this.#before.push(this.#draft);
    if (this.#before.length > STEPS) this.#before.shift();
    this.#after.length = 0;
    this.note(change);
  }

  /** What follows from other things, and what is typed: no step of its own. */
  note(change: Partial<Draft>): void {
    this.#become({ ...this.#draft, ...change, changedAt: Date.now() });
  }

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  get canRedo(): boolean {
    return this.#after.length > 0;
  }

  undo(): void {
    this.#step(this.#before, this.#after);
  }

  redo(): void {
    this.#step(this.#after, this.#before);
  }

  /** What was typed and made since stays. */
  #step(from: Draft[], to: Draft[]): void {
    const found = from.pop();
    if (found === undefined) return;
    to.push(this.#draft);
    const { text, bulletinId, madeOf } = this.#draft;
    this.#become({ ...found, text, bulletinId, madeOf, changedAt: Date.now() });
  }

  #become(draft: Draft): void {
    this.#draft = draft;
    for (const listener of this.#listeners) listener();
  }
}

/** One field of it, and a render only when that changes. */
export function useField<Name extends keyof Draft>(store: DraftStore, name: Name): Draft[Name] {
  return useSyncExternalStore(
    store.listen,
    useCallback(() => store.now()[name], [store, name]),
  );
}

export const useDraft = (store: DraftStore): Draft => useSyncExternalStore(store.listen, store.now);
