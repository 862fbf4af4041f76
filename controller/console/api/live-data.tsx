/** Joins the stream of events with what has been read: what an event makes stale is read anew within a second. */
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { type ConnectionState, Events, type EventType, type ServerEvent } from './events.ts';
import { whileSeen } from './while-seen.ts';

type Stale = Partial<Record<EventType, readonly string[]>>;

/** First words of the keys that an event makes stale. */
const STALE: Stale = {
  bulletin: ['bulletins', 'today'],
  approval: ['approvals', 'bulletins', 'broadcasts', 'today', 'calendar'],
  'approval-reminder': ['approvals', 'today'],
  broadcast: ['broadcasts', 'today', 'calendar', 'coverage', 'silence'],
  receipt: ['broadcasts', 'coverage', 'today'],
  command: ['commands'],
  rollout: ['rollouts'],
  incident: ['incidents', 'today', 'complaints', 'silence', 'status'],
};
/** Thousands of devices come and go together, after a power cut: pages change their own rows, and the day is read now and then. */
const SLOWLY_STALE: Stale = { presence: ['today'] };

/** Receipts of a commune come within a second or two of each other: read once for all. */
const GATHER_MS = 250;
const SLOWLY_MS = 5000;

const Context = createContext<Events | undefined>(undefined);

export function LiveData({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const events = useMemo(() => new Events(), []);
  useEffect(() => {
    const forgets = [
      gatherStale(client, events, STALE, GATHER_MS),
      gatherStale(client, events, SLOWLY_STALE, SLOWLY_MS),
    ];
    const reread = () => void client.invalidateQueries();
    events.onReturn = reread;
    let wasSeen = false;
    const begin = () => {
      events.start();
      // what was missed meanwhile
      if (wasSeen) reread();
      wasSeen = true;
    };
    const unseen = whileSeen(begin, () => events.stop());
    // a tab that is closed or put away holds no connection; what it misses is read when it is back
    const away = () => events.stop();
    const back = ({ persisted }: PageTransitionEvent) => {
      if (persisted) begin();
    };
    window.addEventListener('pagehide', away);
    window.addEventListener('pageshow', back);
    return () => {
      window.removeEventListener('pagehide', away);
      window.removeEventListener('pageshow', back);
      for (const forget of forgets) forget();
      unseen();
    };
  }, [client, events]);
  return <Context.Provider value={events}>{children}</Context.Provider>;
}

function gatherStale(client: QueryClient, events: Events, table: Stale, withinMs: number): () => void {
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = events.listen(({ type }) => {
    for (const word of table[type] ?? []) stale.add(word);
    if (stale.size === 0 || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      const words = [...stale];
      stale.clear();
      void client.invalidateQueries({
        predicate: ({ queryKey }: { queryKey: QueryKey }) => words.includes(String(queryKey[0])),
      });
    }, withinMs);
  });
  return () => {
    clearTimeout(timer);
    forget();
  };
}

function useEvents(): Events {
  const events = useContext(Context);
  if (events === undefined) throw new Error('outside of LiveData');
  return events;
}

/** @param listener stable, or made anew with what it uses (useCallback) */
export function useServerEvents(listener: (event: ServerEvent) => void): void {
  const events = useEvents();
  useEffect(() => events.listen(listener), [events, listener]);
}

export function useConnection(): ConnectionState {
  const events = useEvents();
  return useSyncExternalStore(events.onState, events.state);
}
