/** A device store in memory. The home outlives the store, as a disk outlives the program. */

import { setTimeout as sleep } from 'node:timers/promises';
import { relevantEntries } from '@loa-lang/device-agent/adapters/files/journal-entries';
import type { DeviceStore, JournalEntry } from '@loa-lang/device-agent/ports/device-store';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { ReportBody, ReportEntry } from '@loa-lang/schemas/wire/report';

interface Contents {
  storeId: string;
  bornAt: EpochMillis | undefined;
  documents: Map<string, Uint8Array>;
  journal: JournalEntry[];
  reports: ReportEntry[];
  next: number;
  connection: number;
  provisional: boolean;
}

/** What an agent with a full disk gets, as from the real store. */
class FakeDiskFull extends Error {
  readonly code = 'disk-full';
}

export class FakeDeviceStoreHome {
  /** while set, appends and saves reject with code `disk-full` */
  diskIsFull = false;
  /** real time that every write takes */
  writesTakeMs = 0;
  #contents: Contents | undefined;
  #stores = 0;
  readonly #name: string;

  /** @param name begins the ids of its stores; two cards of one device need two */
  constructor(name = 'fake-store') {
    this.#name = name;
  }

  async open(): Promise<DeviceStore> {
    const isNew = this.#contents === undefined;
    if (isNew) this.#stores += 1;
    this.#contents ??= {
      storeId: `${this.#name}-${this.#stores}`,
      bornAt: undefined,
      documents: new Map(),
      journal: [],
      reports: [],
      next: 1,
      connection: 0,
      provisional: true,
    };
    return this.#storeOver(this.#contents, isNew);
  }

  /** The disk is gone: the next `open` makes a new store. */
  lose(): void {
    this.#contents = undefined;
  }

  /** An image of the disk as it is. */
  image(): unknown {
    return structuredClone(this.#contents);
  }

  /** Writes an image back. */
  restore(image: unknown): void {
    this.#contents = structuredClone(image) as Contents | undefined;
  }

  #storeOver(held: Contents, isNew: boolean): DeviceStore {
    const wantRoom = async (): Promise<void> => {
      await (this.writesTakeMs > 0 ? sleep(this.writesTakeMs, undefined, { ref: false }) : Promise.resolve());
      if (this.diskIsFull) throw new FakeDiskFull('disk-full');
    };
    let { bornAt } = held;
    return {
      storeId: held.storeId,
      isNew,
      quarantined: [],
      bornAt: () => bornAt,
      async setBornAt(at) {
        bornAt ??= at;
        await wantRoom();
        held.bornAt ??= at;
      },
      documents: {
        load: async () => new Map(held.documents),
        async save(subject, bytes) {
          await wantRoom();
          held.documents.set(subject, Uint8Array.from(bytes));
        },
        async remove(subject) {
          held.documents.delete(subject);
        },
      },
      journal: {
        get entries() {
          return held.journal;
        },
        async append(entry) {
          await wantRoom();
          held.journal.push(entry);
        },
        async compact(before) {
          await wantRoom();
          held.journal = relevantEntries(held.journal, before);
        },
      },
      outbox: {
        pending: () => held.reports,
        lowestHeld: () => held.reports[0]?.number ?? held.next,
        async append(body: ReportBody, reportedAt: EpochMillis | undefined) {
          await wantRoom();
          const number = held.next++;
          held.reports.push(reportedAt === undefined ? { number, body } : { number, reportedAt, body });
          return number;
        },
        async acknowledge(contiguous) {
          held.reports = held.reports.filter((report) => report.number > contiguous);
        },
      },
      connections: {
        get provisional() {
          return held.provisional;
        },
        async next(controllerTime) {
          if (controllerTime !== undefined) held.provisional = false;
          held.connection = Math.max(held.connection + 1, Math.floor((controllerTime ?? 0) / 1000));
          return held.connection;
        },
      },
      close: async () => undefined,
    };
  }
}
