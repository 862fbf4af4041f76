/** In place of what could not be shown: nothing of what was done is lost, and it is tried again. */
import { Button } from '@mantine/core';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import { Page } from './page.tsx';

export function FailedPage({ onReload }: { onReload: () => void }) {
  const say = useWords(common);
  return (
    <Page title={say('pageFailed')} lead={say('unexpected')} narrow>
      <div>
        <Button onClick={onReload}>{say('reload')}</Button>
      </div>
    </Page>
  );
}
