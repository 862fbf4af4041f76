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

/**
 * Who says so. A retained document is signed by the controller itself and proves its revision; a device's word is only
 * signed by the device, so a broken or stolen one could make the deployment count: its claims open an epoch rarely, and
 * never one far away, above which there would soon be no numbers left.
 */
export type ClaimSource = 'broker' | 'device';

const LAST_CREDIBLE = LAST_REVISION / 2;
/** An epoch is opened when a backup is restored: nobody does that so often. */
const DEVICE_REACH = 1000;

export function judgeClaim(
  claimed: Revision,
  last: Revision | undefined,
  currentEpoch: number,
  source: ClaimSource,
): ClaimVerdict {
  if (last !== undefined && compareRevisions(claimed, last) <= 0) return 'known';
  if (claimed.epoch > LAST_CREDIBLE || claimed.revision > LAST_CREDIBLE) return 'absurd';
  if (source === 'device' && claimed.epoch > currentEpoch + DEVICE_REACH) return 'absurd';
  if (isUnrecorded(claimed, last)) return 'unrecorded';
  return claimed.epoch < currentEpoch ? 'reissue' : 'open-epoch';
}
