/** One thing the controller needs, asked whether it works. */
export interface HealthProbe {
  name: 'database' | 'broker' | 'disk';
  /** Answers in bounded time and never throws. */
  check(): Promise<{ ok: boolean; detail?: string }>;
}
