/** One request: hear it, read it, see where and when; then decide. */
import type { PageParams } from '../frame/page-route.ts';
import { Page } from '../parts/page.tsx';
import { Told } from '../parts/told.tsx';
import { approvals } from '../words/approvals.ts';
import { useWords } from '../words/words.ts';
import { useApproval } from './asking.ts';
import { Decide } from './decide.tsx';
import { Decided } from './decided.tsx';
import { Outside } from './outside.tsx';
import { What } from './what.tsx';

export function ApprovalPage({ params: { id = '' } }: { params: PageParams }) {
  const say = useWords(approvals);
  const asked = useApproval(id);
  const { data } = asked;
  return (
    <Page
      title={data?.title ?? say('title')}
      lead={data !== undefined && say(data.state)}
      next={data?.state === 'submitted' && data.mayDecide && <Decide detail={data} />}
      narrow
    >
      <Told query={asked}>
        {(detail) => (
          <>
            <Decided detail={detail} />
            <What detail={detail} />
            {detail.state === 'submitted' && <Outside detail={detail} />}
          </>
        )}
      </Told>
    </Page>
  );
}
