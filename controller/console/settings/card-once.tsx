/** The code of a new card: shown now and never again. */
import type { SpotCredentialIssuedSchema } from '@loa-lang/schemas/http/on-the-spot';
import { Button, CopyButton } from '@mantine/core';
import type { Static } from 'typebox';
import { Notice } from '../parts/notice.tsx';
import register from '../parts/register/register.module.css';
import { common } from '../words/common.ts';
import { useLanguage } from '../words/language.ts';
import { spotCards } from '../words/spot-cards.ts';
import { useWords } from '../words/words.ts';

export type IssuedCard = Static<typeof SpotCredentialIssuedSchema>;

export function CardOnce({ card: { credential, code, message } }: { card: IssuedCard }) {
  const say = useWords(spotCards);
  const sayCommon = useWords(common);
  const language = useLanguage();
  return (
    <Notice tone="good" role="status">
      <p>{say('codeOf', { holder: credential.holder })}</p>
      <p className={register.link}>{code}</p>
      <p>{message[language]}</p>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {sayCommon(copied ? 'copied' : 'copy')}
          </Button>
        )}
      </CopyButton>
    </Notice>
  );
}
