/**
 * Where one is. The frame follows the address at once and the page when it is drawn, so that a hand is answered before a
 * page is: on an old laptop a page takes longer than what a press may wait. What a page keeps in its own address changes at once.
 */
import { createContext, type ReactNode, useContext, useDeferredValue, useMemo } from 'react';
import { Router } from 'wouter';
import { navigate, usePathname, useSearch } from 'wouter/use-browser-location';

interface Where {
  path: string;
  /** with its `?`; empty without */
  search: string;
}

const Asked = createContext('/');
const Shown = createContext<Where>({ path: '/', search: '' });

const useShownLocation = (): [string, typeof navigate] => [useContext(Shown).path, navigate];
const useShownSearch = (): string => useContext(Shown).search;

export function WhereOneIs({ children }: { children: ReactNode }) {
  const path = usePathname();
  const search = useSearch();
  const asked = useMemo(() => ({ path, search }), [path, search]);
  const drawn = useDeferredValue(asked);
  return (
    <Asked.Provider value={path}>
      <Shown.Provider value={drawn.path === path ? asked : drawn}>
        <Router hook={useShownLocation} searchHook={useShownSearch}>
          {children}
        </Router>
      </Shown.Provider>
    </Asked.Provider>
  );
}

/** The path that was asked for last, and whether its page is still being drawn. */
export function useAskedPath(): { path: string; isComing: boolean } {
  const path = useContext(Asked);
  return { path, isComing: useContext(Shown).path !== path };
}
