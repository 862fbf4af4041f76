/** Photos that go with approvals given on paper. */
export interface PhotoStore {
  /** Durably. @returns the name it is kept under; the same bytes have the same name */
  keep(bytes: Uint8Array): Promise<string>;
  read(fileName: string): Promise<Uint8Array | undefined>;
}
