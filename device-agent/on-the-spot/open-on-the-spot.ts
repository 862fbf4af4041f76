/** What a person at the device finds: its page and the key switch, each where the configuration has one. */
import type { LoadedConfig } from '../config.ts';
import type { Clock } from '../ports/clock.ts';
import { KeySwitch } from './key-switch.ts';
import type { SpeakOnTheSpot } from './speak-on-the-spot.ts';
import type { SpotDoorkeeper } from './spot-doorkeeper.ts';
import { serveOnTheSpot } from './spot-server.ts';

export interface OpenDeps {
  clock: Clock;
  doorkeeper: SpotDoorkeeper;
  speak: SpeakOnTheSpot;
  log(text: string): void;
}

export async function openOnTheSpot(
  { local, aux }: Pick<LoadedConfig, 'local' | 'aux'>,
  deps: OpenDeps,
): Promise<{ close(): Promise<void> }> {
  const page = local && (await serveOnTheSpot(local, deps));
  const { keyFile: file, cardId } = aux ?? {};
  const key = file === undefined || cardId === undefined ? undefined : new KeySwitch({ ...deps, file, cardId });
  key?.start();
  return {
    async close() {
      key?.stop();
      await page?.close();
    },
  };
}
