/** What it means when the world, a broker or a device, holds a document that the database does not know. */
import { compareRevisions, isUnrecorded, LAST_REVISION, type Revision } from '@loa-lang/schemas/wire/common';

/**
 * - `known`: the database has it or a newer one
 * - `reissue`: it stems from an older epoch; the subject must be issued in today's
 * - `open-epoch`: it is newer than anything the database can have issued: the database is an older copy
 * - `unrecorded`: so far ahead within the epoch that a controller signed it while it could not reach the database; it
 *   may carry a silence that nobody else knows of, so nothing is done before the document itself is seen
 * - `absurd`: no controller of ours counts that far; following it would exhaust the numbers
 */
export type ClaimVerdict = 'known' | 'reissue' | 'open-epoch' | 'unrecorded' | 'absurd';

const LAST_CREDIBLE = LAST_REVISION / 2;

export function judgeClaim(claimed: Revision, last: Revision | undefined, currentEpoch: number): ClaimVerdict {
  if (last !== undefined && compareRevisions(claimed, last) <= 0) return 'known';
  if (claimed.epoch > LAST_CREDIBLE || claimed.revision > LAST_CREDIBLE) return 'absurd';
  if (isUnrecorded(claimed, last)) return 'unrecorded';
  return claimed.epoch < currentEpoch ? 'reissue' : 'open-epoch';
}
