/** What one of several controllers does for as long as it lives, or until it lets go. */
export interface Leases {
  /** Whether it is this one. May be asked again and again. @throws when nobody can say */
  take(name: string): Promise<boolean>;
  /** Whether it still is, as far as is known here. */
  holds(name: string): boolean;
  release(name: string): Promise<void>;
  releaseAll(): void;
}
