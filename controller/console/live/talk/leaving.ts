/** Whether the speaker is at this page, and before it. */
import type { Bye } from './told.ts';

export interface Leaving {
  /** the window is not the one in front: it may come back at once */
  away(): void;
  back(): void;
  /** nobody looks at this page, or it is being taken down */
  left(why: Bye): void;
}

export const isInFront = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** @returns ends the watch */
export function watchLeaving({ away, back, left }: Leaving): () => void {
  const watch = new AbortController();
  const { signal } = watch;
  addEventListener('blur', away, { signal });
  addEventListener('focus', back, { signal });
  document.addEventListener(
    'visibilitychange',
    () => (document.visibilityState === 'hidden' ? left('hidden') : back()),
    {
      signal,
    },
  );
  // of browsers that put a page to sleep, or take it down, without showing another one first
  document.addEventListener('freeze', () => left('pagehide'), { signal });
  addEventListener('pagehide', () => left('pagehide'), { signal });
  return () => watch.abort();
}

/** The browser asks before it leaves. @returns lets it go again */
export function askBeforeLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
}

/** The screen stays on: one that goes dark takes the page with it. @returns lets it go dark again */
export function keepAwake(): () => void {
  // refused on an empty battery: the speaker keeps the screen on by touching it
  const lock = navigator.wakeLock?.request('screen').catch(() => undefined);
  return () => void lock?.then((held) => held?.release());
}
