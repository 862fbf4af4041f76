/** A problem in words: what happened, what it means for the broadcast, what to do. */
import { Button } from '@mantine/core';
import { Problem } from '../api/problem.ts';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { Notice } from './notice.tsx';

/** @returns the sentence for people */
export function useProblemWords(): (error: unknown) => string {
  const language = useLanguage();
  const say = useWords(common);
  return (error) => {
    if (!(error instanceof Problem)) return say('unexpected');
    return error.inWords(language) ?? say(error.status === 0 ? 'noConnection' : 'unexpected');
  };
}

export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const say = useWords(common);
  const language = useLanguage();
  const inWords = useProblemWords();
  const details = error instanceof Problem ? (error.body?.details ?? []) : [];
  return (
    <Notice tone="fault" role="alert">
      <p>{inWords(error)}</p>
      {details.length > 0 && (
        <ul>
          {details.map((each) => (
            <li key={`${each.path} ${each.problem}`}>{each.message?.[language] ?? `${each.path}: ${each.problem}`}</li>
          ))}
        </ul>
      )}
      {onRetry !== undefined && (
        <Button variant="default" size="sm" mt="xs" onClick={onRetry}>
          {say('retry')}
        </Button>
      )}
    </Notice>
  );
}
