/** Why it came back, above everything else. */
import type { ApprovalListSchema } from '@loa-lang/schemas/http/approvals';
import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import { ask, query } from '../../api/ask.ts';
import { Notice } from '../../parts/notice.tsx';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { type DraftStore, useField } from '../draft/draft-store.ts';

type List = Static<typeof ApprovalListSchema>;

export function ReturnedNotice({ store }: { store: DraftStore }) {
  const say = useWords(write);
  const broadcastId = useField(store, 'revises');
  const { data } = useQuery({
    queryKey: ['approvals', 'of', broadcastId],
    queryFn: ({ signal }) =>
      ask<List>(
        `/approvals${query({ subjectKind: 'broadcast', subjectId: broadcastId, state: 'returned', limit: 1 })}`,
        {
          signal,
        },
      ),
    enabled: broadcastId !== undefined,
  });
  const decision = data?.approvals[0]?.decision;
  if (decision === undefined) return null;
  return (
    <Notice tone="warning" role="status">
      <p>
        <strong>{say('returnedBy', { name: decision.by.name })}</strong> {decision.reason ?? say('noReason')}
      </p>
    </Notice>
  );
}
