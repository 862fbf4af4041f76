/** Files on their way in, and folders to work in. Both live in the data folder and survive a restart. */
export type Received = { ok: true; sizeBytes: number } | { ok: false; fault: 'too-large' | 'broken' | 'disk-full' };

export interface UploadStore {
  /**
   * Writes the stream and flushes it to the disk. `tooLarge` is asked after the last byte. Whatever fails, nothing is
   * left under this id.
   */
  receive(id: string, bytes: AsyncIterable<Uint8Array>, tooLarge: () => boolean): Promise<Received>;
  /** `undefined` when there is none */
  find(id: string): Promise<{ path: string; sha256: string } | undefined>;
  remove(id: string): Promise<void>;
  /** Removes what no id in the list names any more, half-written files among it. */
  keepOnly(ids: readonly string[]): Promise<void>;
}

export interface WorkFolders {
  /** A fresh folder, removed whatever happens. */
  use<T>(work: (folder: string) => Promise<T>): Promise<T>;
  /** Removes what a killed process left. */
  clear(): Promise<void>;
}

/** An imported table as text cells, faults being values. */
export interface TableReader {
  read(bytes: Uint8Array): Promise<{ ok: true; table: string[][] } | { ok: false; detail: string }>;
}
