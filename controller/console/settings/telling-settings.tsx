/** Who is told of incidents, by which way, and what could not be told. */
import { useMay } from '../api/queries.ts';
import register from '../parts/register/register.module.css';
import { channels } from '../words/channels.ts';
import { useWords } from '../words/words.ts';
import { ChannelList } from './channel-list.tsx';
import { FailedMessages } from './failed-messages.tsx';
import { RuleList } from './rule-list.tsx';

export function TellingSettings({ communeId }: { communeId: string }) {
  const say = useWords(channels);
  const may = useMay();
  return (
    <div className={register.stack}>
      <h3>{say('rules')}</h3>
      <RuleList communeId={communeId} />
      {may('administer') && (
        <>
          <h3>{say('channels')}</h3>
          <ChannelList communeId={communeId} />
        </>
      )}
      <h3>{say('failed')}</h3>
      <FailedMessages communeId={communeId} />
    </div>
  );
}
