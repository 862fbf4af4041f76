/** Something that can be recorded when it is needed, and what it will sound like told by a hash. */

import type { RecordingAnalysis, Repair } from '@loa-lang/schemas/http/recordings';

/** From 0 to 1. */
export type OnProgress = (share: number) => void;

export type Recorded =
  | {
      ok: true;
      path: string;
      provenance: object;
      warnings?: readonly string[];
      /** its parts were judged one by one; what was measured of the part that a person brought */
      judged?: { analysis: RecordingAnalysis | undefined };
      /** hash of what was recorded in place of what was asked for; it must not be kept as if it were that */
      standIn?: string;
    }
  | { ok: false; fault: string };

export interface Source {
  /** of everything that decides how it sounds; with the settings it is the encoding's key */
  sha256: string;
  /** worth keeping as a part: it may be wanted in another bulletin */
  reusable: boolean;
  /** what is done with it before it is brought to level */
  repair?: Repair | undefined;
  /** makes the recording in the folder, or names one that is kept elsewhere */
  recording: (folder: string, onProgress: OnProgress) => Promise<Recorded>;
}
