/** The page of the address: loaded when first opened, in its own room if it fails. */
import { Suspense, useEffect, useRef } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { useMay, useSelf } from '../api/queries.ts';
import { Crash } from '../parts/crash.tsx';
import { FailedPage } from '../parts/failed-page.tsx';
import { Notice } from '../parts/notice.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { Waiting } from '../parts/told.tsx';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import type { PageParams, PageRoute } from './page-route.ts';

export function Pages({ routes }: { routes: readonly PageRoute[] }) {
  const [location] = useLocation();
  useFocusOnPage(location);
  return (
    <Crash key={location} fallback={(reload) => <FailedPage onReload={reload} />}>
      <Suspense fallback={<Waiting />}>
        <Switch>
          {routes.map((route) => (
            <Route key={route.path} path={route.path}>
              {(params) => <Allowed route={route} params={params as PageParams} />}
            </Route>
          ))}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </Crash>
  );
}

function Allowed({ route, params }: { route: PageRoute; params: PageParams }) {
  const say = useWords(common);
  const { data: self, error, refetch } = useSelf();
  const may = useMay();
  if (self === undefined) {
    return error === null ? <Waiting /> : <ProblemNotice error={error} onRetry={() => void refetch()} />;
  }
  if (!may(route.needs)) {
    return (
      <Page title={say('product')} narrow>
        <Notice>{say('notForYou')}</Notice>
      </Page>
    );
  }
  return <route.page params={params} />;
}

function NotFound() {
  const say = useWords(common);
  return (
    <Page title={say('notFoundTitle')} lead={say('notFound')} narrow>
      <p>
        <Link href="/">{say('toToday')}</Link>
      </p>
    </Page>
  );
}

const LOOK_EVERY_MS = 50;

/** Whoever reads by ear is told of the new page, and goes on from its title: once it is there, however long it takes to come. */
function useFocusOnPage(location: string): void {
  const before = useRef(location);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    window.scrollTo(0, 0);
    const from = document.activeElement;
    const look = () => {
      const at = document.activeElement;
      const title = document.querySelector<HTMLElement>('main h1');
      // whoever has gone on meanwhile stays there
      const isGone = at !== from && at !== document.body;
      if (title !== null && !isGone) title.focus({ preventScroll: true });
      if (title !== null || isGone) clearInterval(timer);
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    look();
    return () => clearInterval(timer);
  }, [location]);
}
