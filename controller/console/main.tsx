/** The console: put together, and shown. */
import '@mantine/core/styles.css';
import './look/fonts.css';
import './look/colours.css';
import './look/base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LiveData } from './api/live-data.tsx';
import { newQueryClient } from './api/queries.ts';
import { TimesOfHere } from './api/times.ts';
import { useSilence } from './emergency/asking.ts';
import { HeaderActs } from './emergency/header-acts.tsx';
import { LockBanner } from './emergency/lock-banner.tsx';
import { Frame } from './frame/frame.tsx';
import { Pages } from './frame/pages.tsx';
import { WhereOneIs } from './frame/where.tsx';
import { chosenLook, paint } from './look/looks.ts';
import { colours, THEME } from './look/theme.ts';
import { Crash } from './parts/crash.tsx';
import { FailedPage } from './parts/failed-page.tsx';
import { Toasts } from './parts/toasts.tsx';
import { ROUTES } from './routes.ts';
import { openLanguage } from './words/language.ts';

openLanguage();
const scheme = paint(chosenLook());

function Console() {
  const { data: silence } = useSilence();
  return (
    <Frame acts={<HeaderActs />} banner={<LockBanner />} isLocked={(silence?.open.length ?? 0) > 0}>
      <Pages routes={ROUTES} />
    </Frame>
  );
}

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={THEME} cssVariablesResolver={colours} defaultColorScheme={scheme}>
        <Crash fallback={(reload) => <FailedPage onReload={reload} />}>
          <QueryClientProvider client={newQueryClient()}>
            <TimesOfHere>
              <Toasts>
                <LiveData>
                  <WhereOneIs>
                    <Console />
                  </WhereOneIs>
                </LiveData>
              </Toasts>
            </TimesOfHere>
          </QueryClientProvider>
        </Crash>
      </MantineProvider>
    </StrictMode>,
  );
}

// without one nothing is kept, and all else works
if ('serviceWorker' in navigator) navigator.serviceWorker.register('/console-worker.js').catch(() => undefined);
