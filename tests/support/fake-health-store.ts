/** Health in memory. */
import type { HealthSample, HealthStore } from '@loa-lang/controller/ports/health-store';

export class FakeHealthStore implements HealthStore {
  down = false;
  batches = 0;
  readonly samples: HealthSample[] = [];

  async store(batch: readonly HealthSample[]): Promise<number> {
    if (this.down) throw new Error('database away');
    this.batches++;
    this.samples.push(...batch);
    return batch.length;
  }
}
