/** Tabs that nobody looks at hold no connection: over HTTP/1.1 a browser gives one server six, and a seventh tab would wait for ever. */

export interface Tab extends Pick<EventTarget, 'addEventListener' | 'removeEventListener'> {
  readonly visibilityState: DocumentVisibilityState;
}

/** Somebody who looks something up elsewhere and comes back finds the stream as it was. */
const GRACE_MS = 15_000;

/**
 * `begin` when the tab is first seen and each time it is seen again, `end` once it has been hidden for a while.
 * @returns how to give up: `end`, where it is on
 */
export function whileSeen(begin: () => void, end: () => void, tab: Tab = document): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOn = false;
  const off = () => {
    clearTimeout(timer);
    if (!isOn) return;
    isOn = false;
    end();
  };
  const look = () => {
    clearTimeout(timer);
    if (tab.visibilityState !== 'visible') {
      timer = setTimeout(off, GRACE_MS);
    } else if (!isOn) {
      isOn = true;
      begin();
    }
  };
  tab.addEventListener('visibilitychange', look);
  look();
  return () => {
    tab.removeEventListener('visibilitychange', look);
    off();
  };
}
