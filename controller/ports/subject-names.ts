/** What people call a thing that has an id. */

export type NamedKind =
  | 'area'
  | 'group'
  | 'cluster'
  | 'device'
  | 'bulletin'
  | 'broadcast'
  | 'approval'
  | 'schedule'
  | 'person'
  | 'relay-source'
  | 'notification-channel'
  | 'incident'
  | 'complaint';

export interface SubjectNames {
  /** id → name, of things that were removed too; without those that nobody knows */
  of(kind: NamedKind, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
