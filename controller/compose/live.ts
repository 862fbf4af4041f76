/** Speaking live: from the request to the packets, and what is left of it. */
import type { StreamId } from '@loa-lang/schemas/ids';
import { TIME_ZONE } from '../http/instants.ts';
import type { Clock } from '../ports/clock.ts';
import type { Exclusive } from '../ports/exclusive.ts';
import type { LiveRecordings } from '../ports/live-recordings.ts';
import type { OpusEncoder } from '../ports/opus-encoder.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { UploadStore } from '../ports/uploads.ts';
import type { Audit } from '../services/audit/audit.ts';
import type { BroadcastPlanning } from '../services/broadcasts/plan-broadcast.ts';
import type { Bulletins } from '../services/bulletins/bulletins.ts';
import { LiveBeginning } from '../services/live/begin-live.ts';
import { LiveEnding } from '../services/live/end-live.ts';
import { LiveLooks } from '../services/live/live-looks.ts';
import { Lives } from '../services/live/lives.ts';
import type { People } from '../services/people/people.ts';
import type { DocumentDelivery } from '../services/publishing/deliver-documents.ts';
import type { StationSounds } from '../services/schedules/station-sounds.ts';
import type { KeepSilence } from '../services/silence/keep-silence.ts';
import type { StreamSender } from '../services/streams/stream-sender.ts';
import type { Stores } from './stores.ts';

/** What only live needs of the outside. */
export interface LiveAdapters {
  liveRecordings: LiveRecordings;
  newSender: (streamId: StreamId) => Pick<StreamSender, 'send' | 'isStuck'>;
  encoder: OpusEncoder;
}

export interface LiveUseCaseDeps extends LiveAdapters {
  stores: Stores;
  planning: BroadcastPlanning;
  people: People;
  sounds: StationSounds;
  writing: Bulletins;
  audit: Audit;
  keeper: Pick<KeepSilence, 'record'>;
  delivery: DocumentDelivery;
  uploads: UploadStore;
  locks: Exclusive;
  feed: ProgressFeed;
  clock: Clock;
  newId: () => string;
  onProblem: (problem: string, cause: unknown) => void;
}

export function composeLive(deps: LiveUseCaseDeps): Lives {
  const { stores, writing } = deps;
  const { register, broadcasts, lives, streamGaps, documents, bulletins } = stores;
  const { reader, areas } = register;
  const common = { ...deps, broadcasts, lives, streamGaps, reader, areas, timeZone: TIME_ZONE };
  const looks = new LiveLooks({ ...common, documents });
  const beginning = new LiveBeginning({ ...common, bulletins, looks });
  const ending = new LiveEnding({ ...common, bulletins: writing });
  return new Lives({ ...common, bulletins, looks, beginning, ending });
}
