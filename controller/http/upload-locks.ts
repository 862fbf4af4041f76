/**
 * One request at a time for each upload; who comes later asks the holder to let go and waits. The library's own locker
 * asks and looks again in every turn of the event loop: a core is busy for as long as a dead connection hangs.
 */
import { ERRORS, type Lock, type Locker } from '@tus/server';

/** A holder that was asked lets go after three seconds; what then still flushes to a slow disk is waited for. */
const PATIENCE_MS = 30_000;

interface Holder {
  letGo: () => Promise<void> | void;
  released: Promise<void>;
  release: () => void;
}

export class UploadLocks implements Locker {
  readonly #holders = new Map<string, Holder>();

  newLock(id: string): Lock {
    return {
      lock: (signal, letGo) => this.#take(id, signal, letGo),
      unlock: async () => {
        this.#holders.get(id)?.release();
        this.#holders.delete(id);
      },
    };
  }

  async #take(id: string, signal: AbortSignal, letGo: Holder['letGo']): Promise<void> {
    const stop = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
    for (let holder = this.#holders.get(id); holder !== undefined; holder = this.#holders.get(id)) {
      if (stop.aborted) throw signal.aborted ? ERRORS.ABORTED : ERRORS.ERR_LOCK_TIMEOUT;
      await holder.letGo();
      await Promise.race([holder.released, stopped]);
    }
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#holders.set(id, { letGo, released, release });
  }
}
