/** Audio as the controller needs it: taking a recording in, making an asset, speaking a text, keeping the bytes. */
import type { RecordingAnalysis, Repair } from '@loa-lang/schemas/http/recordings';
import type { AssetId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';

/** How an asset is made. Together with the input's hash it is the key under which the encoding is kept. */
export interface EncodingSettings {
  /** integrated loudness, LUFS (EBU R128), a mono file measured as dual mono */
  targetLufs: number;
  /** ceiling of the true peak, dBTP (ITU-R BS.1770) */
  maxTruePeakDbtp: number;
  /** Opus bit rate, bits a second */
  bitRate: number;
  /** pass band for re-entrant horns, Hz; absent for the full band */
  hornBandHz?: { low: number; high: number };
  /** of the recording, before anything else; its gain moves the target */
  repair?: Repair;
}

export interface Loudness {
  /** LUFS; absent for silence. Clips under 400 ms, which BS.1770 cannot measure, as if they went on */
  integratedLufs?: number;
  truePeakDbtp: number;
}

/** What decoding, and only decoding, says of a recording. */
export interface RecordingFacts {
  durationMs: Millis;
  loudness: Loudness;
  silent: boolean;
}

export type IntakeFault =
  | 'audio-empty'
  | 'audio-not-audio'
  | 'audio-unreadable'
  | 'audio-truncated'
  | 'audio-too-long'
  | 'audio-too-short'
  | 'audio-too-slow'
  | 'audio-tool-missing'
  | 'disk-full';

export type IntakeWarning = 'audio-silent' | 'audio-damaged' | 'audio-quiet' | 'audio-clipped';

export interface MadeAsset {
  /** path of the finished Ogg Opus file, in the folder the caller gave */
  path: string;
  assetId: AssetId;
  sizeBytes: number;
  /** exact decoded length, rounded up to the whole millisecond */
  durationMs: Millis;
  /** RMS of the decoded asset, dBFS: what a device at 0 dB should put out */
  levelDbfs: number;
  /** of the finished asset, measured after encoding */
  loudness: Loudness;
  source: RecordingFacts;
  analysis: RecordingAnalysis;
  warnings: IntakeWarning[];
}

export type Intake = { ok: true; asset: MadeAsset } | { ok: false; fault: IntakeFault; detail: string };

export interface Transcoder {
  /** Decodes, normalises and encodes the file at `inputPath` into `workFolder`. Leaves nothing else behind. */
  makeAsset(inputPath: string, workFolder: string, settings: EncodingSettings, signal: AbortSignal): Promise<Intake>;
  /** Identifies tool and version: part of the record, never of the cache key. */
  describe(): Promise<string>;
}

/** Content-addressed bytes on disk. */
export interface AssetStore {
  /** Moves a finished file in, durably; a second put of the same content is a no-op. */
  adopt(assetId: AssetId, path: string): Promise<void>;
  has(assetId: AssetId): Promise<boolean>;
  /** Bytes `[from, to)`; reads only these from disk. */
  read(assetId: AssetId, from: number, to: number): Promise<Uint8Array>;
  pathOf(assetId: AssetId): string;
}

/** The recordings as they were uploaded, named by their hash. */
export interface OriginalStore extends Pick<AssetStore, 'adopt' | 'has' | 'pathOf'> {
  remove(sha256: string): Promise<void>;
}
