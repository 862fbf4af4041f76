/** Keeps the draft while it is written, and says how far it is. */
import { useEffect, useState } from 'react';
import { isWorthKeeping } from './draft.ts';
import type { DraftStore } from './draft-store.ts';
import { keepDraft } from './kept-drafts.ts';

export type Saving = 'nothing' | 'waiting' | 'kept' | 'failed';

/** Shorter than it takes to reach for the lid of the laptop. */
const AFTER_MS = 300;

/** @returns the state, and saves at once when asked */
export function useSaving(store: DraftStore): { saving: Saving; saveNow: () => void } {
  const [saving, setSaving] = useState<Saving>('nothing');
  const [saver] = useState(() => new Saver());
  useEffect(() => saver.follow(store, setSaving), [saver, store]);
  return { saving, saveNow: () => saver.save(store) };
}

class Saver {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tell: (saving: Saving) => void = () => undefined;

  follow(store: DraftStore, tell: (saving: Saving) => void): () => void {
    this.#tell = tell;
    const forget = store.listen(() => {
      clearTimeout(this.#timer);
      if (!isWorthKeeping(store.now())) return;
      tell('waiting');
      this.#timer = setTimeout(() => this.save(store), AFTER_MS);
    });
    const leave = () => this.#timer !== undefined && this.save(store);
    window.addEventListener('pagehide', leave);
    return () => {
      leave();
      forget();
      window.removeEventListener('pagehide', leave);
      this.#tell = () => undefined;
    };
  }

  save(store: DraftStore): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!isWorthKeeping(store.now())) return;
    keepDraft(store.now()).then(
      () => this.#tell('kept'),
      () => this.#tell('failed'),
    );
  }
}
