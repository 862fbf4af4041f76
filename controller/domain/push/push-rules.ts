/** The rules of audio push and why they have their values. All times in milliseconds. */
export interface PushRules {
  /** pace over all assets together, bytes a second */
  bytesPerSecond: number;
  /** what may go at once after a rest */
  burstBytes: number;
  /** after the first want for an asset, how long others may join before the first pass starts */
  collectMs: number;
  /** after a pass, how long wants for what was lost are gathered before it is sent again */
  gatherMs: number;
  /** the same when the audio is needed soon */
  urgentGatherMs: number;
  /** how soon is soon */
  urgentWithinMs: number;
  /** a manifest is repeated at most this often */
  manifestPauseMs: number;
  /** how long after its last pass an asset is remembered, so that a straggler does not restart it from the beginning */
  restMs: number;
}

/**
 * 32 kB/s is what a weak 3G link carries, and 64 KiB are two seconds of it. A link that broke is back after about five
 * seconds, so waiting that long lets one repair pass serve everybody; a broadcast that starts within half a minute
 * cannot wait.
 */
export const DEFAULT_PUSH_RULES: PushRules = {
  bytesPerSecond: 32_000,
  burstBytes: 64 * 1024,
  collectMs: 50,
  gatherMs: 5000,
  urgentGatherMs: 300,
  urgentWithinMs: 30_000,
  manifestPauseMs: 2000,
  restMs: 30_000,
};
