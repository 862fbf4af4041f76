/** A rule in a sentence. */
import type { RuleBody } from '@loa-lang/schemas/http/notifications';
import { channels } from '../words/channels.ts';
import { incidentWords } from '../words/incident-words.ts';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';
import { useChannels } from './telling-queries.ts';

export function useRuleInWords(communeId: string): (rule: RuleBody) => string {
  const say = useWords(channels);
  const sayIncident = useWords(incidentWords);
  const sayRole = useWords(setup);
  const { data } = useChannels(communeId);
  return ({ severities, owners, to, channelId, timing, digestAt, escalation }) => {
    const channel = data?.channels.find(({ id }) => id === channelId)?.name;
    const people = [...to.roles.map((role) => sayRole(role)), ...(to.personIds.length > 0 ? [say('named')] : [])];
    const sentence = say('ruleIs', {
      severities: severities.map((each) => sayIncident(each)).join(', '),
      owners: owners.map((each) => say(`owner-${each}`)).join(', '),
      people: people.length === 0 ? say('mailboxes') : people.join(', '),
      way: channelId === null ? say('systemMail') : (channel ?? say('channel')),
      when: timing === 'at-once' ? say('atOnce') : say('dailyAt', { time: digestAt }),
    });
    const [first] = escalation;
    return first === undefined ? sentence : `${sentence} ${say('escalates', { count: first.afterMinutes })}`;
  };
}
