/** The demonstration's people at work: signed in, and approving what it plans. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApprovalBody } from '@loa-lang/schemas/http/approvals';
import { ApiError, apiAt, signInTo } from './api.ts';
import type { Credentials } from './month/people.ts';

/** A code of an authenticator app is good once, and for so long. */
const CODE_MS = 30_000;

/** Who has signed in, kept: the same code is taken only once. */
export class SignIns {
  readonly #apiUrl: string;
  readonly #kept = new Map<string, string[]>();

  constructor(apiUrl: string) {
    this.#apiUrl = apiUrl;
  }

  /** The lines of the cookies, as they are set. Anew where somebody has signed out since. */
  async linesOf(person: Credentials): Promise<string[]> {
    const kept = this.#kept.get(person.phone);
    if (kept !== undefined && (await this.#isOpen(kept))) return kept;
    const lines = await signInTo(this.#apiUrl, person).catch(async (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      await sleep(CODE_MS - (Date.now() % CODE_MS));
      return signInTo(this.#apiUrl, person);
    });
    this.#kept.set(person.phone, lines);
    return lines;
  }

  /** `name=value` of each */
  async cookiesOf(person: Credentials): Promise<string[]> {
    return (await this.linesOf(person)).map(pairOf);
  }

  #isOpen(lines: readonly string[]): Promise<boolean> {
    return apiAt(this.#apiUrl, lines.map(pairOf))
      .get('/account')
      .then(
        () => true,
        () => false,
      );
  }
}

const pairOf = (line: string): string => line.split(';')[0] as string;

/** Where there are people nobody airs what nobody else has approved. */
export async function approve(
  apiUrl: string,
  signIns: SignIns,
  people: readonly Credentials[],
  broadcastId: string,
): Promise<void> {
  const approver = people.find(({ role }) => role === 'approver');
  if (approver === undefined) return;
  const api = apiAt(apiUrl, await signIns.cookiesOf(approver));
  const query = `subjectKind=broadcast&subjectId=${broadcastId}`;
  const { approvals } = await api.get<{ approvals: ApprovalBody[] }>(`/approvals?${query}`);
  for (const { id, bindingHash } of approvals)
    await api.post(`/approvals/${id}/decisions`, { decision: 'approve', bindingHash });
}
