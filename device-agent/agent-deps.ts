/** What an agent is given: everything with a side effect. */
import type { AssetId, StreamId } from '@loa-lang/schemas/ids';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import type { Playout, PlayoutOptions } from './playout/playout.ts';
import type { OpenedSound } from './playout/segment.ts';
import type { Amplifier } from './ports/amplifier.ts';
import type { AssetCache } from './ports/asset-cache.ts';
import type { AudioSink } from './ports/audio-sink.ts';
import type { AuxInput } from './ports/aux-input.ts';
import type { Clock } from './ports/clock.ts';
import type { ControllerLink } from './ports/controller-link.ts';
import type { DeviceStore } from './ports/device-store.ts';
import type { Microphone } from './ports/microphone.ts';
import type { OutputNeighbours } from './ports/output-neighbours.ts';
import type { Sensor } from './ports/sensor.ts';
import type { StreamDecoder } from './ports/stream-decoder.ts';
import type { AgentIdentity } from './services/identity.ts';
import type { LogLines } from './services/log-lines.ts';
import type { OpenedUpdating } from './update/open-updating.ts';

interface LastWill {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

export interface AgentDeps {
  identity: AgentIdentity;
  /** name of the cluster, for people */
  label: string | undefined;
  clock: Clock;
  /** 0 … 1 */
  random(): number;
  /** 16 to 64 characters of base64url that nobody can guess */
  newNonce(): string;
  /** another one each time the machine is switched on: its monotonic clock counts within one */
  machineBoot: string;
  store: DeviceStore;
  cache: AssetCache;
  /** `will` is asked for before every attempt to connect */
  createLink(will: () => Promise<LastWill>): ControllerLink;
  createPlayout(options: PlayoutOptions): Playout;
  createSink(controllerTimeAt: (at: number) => number | undefined): AudioSink;
  amplifier: Amplifier | undefined;
  /** absent: the device has no socket for it */
  aux?: AuxInput;
  /** absent: the device cannot hear itself */
  microphone?: Microphone;
  /** absent: nobody can tell who else plays on this output */
  neighbours?: OutputNeighbours;
  openSound(path: string, assetId: AssetId): Promise<OpenedSound>;
  openDecoder(streamId: StreamId): Promise<StreamDecoder>;
  log: LogLines;
  /** what of the board can be looked at; by default nothing */
  sensors?: readonly Sensor[];
  /** what is held now; `authorities` as the newest verified key document names them */
  documentsChanged?(settings: Settings | undefined, authorities: readonly string[] | undefined): void;
  /** the controller has asked for a restart: the program ends cleanly */
  restart(): void;
  /** how the program is exchanged and the machine started anew; absent where neither is to be done */
  updating?: OpenedUpdating;
}
