/** What goes onto the memory card of a new device, so that it knows where to ask. */
import { Button } from '@mantine/core';
import { askFile } from '../../api/ask.ts';
import { claims } from '../../words/claims.ts';
import { useWords } from '../../words/words.ts';
import { useTellProblem } from '../toasts.tsx';

export function DeploymentFile() {
  const say = useWords(claims);
  const tellProblem = useTellProblem();
  const fetchIt = async () => {
    try {
      const url = URL.createObjectURL(await askFile('/enrolments/deployment'));
      const link = Object.assign(document.createElement('a'), { href: url, download: 'loa-lang-deployment.json' });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <>
      <p className="soft">{say('deploymentAbout')}</p>
      <Button variant="default" mt="xs" onClick={() => void fetchIt()}>
        {say('deployment')}
      </Button>
    </>
  );
}
