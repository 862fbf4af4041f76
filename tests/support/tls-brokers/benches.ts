/** Both brokers; Mosquitto where it can be had. */
import { mosquittoPath } from '../mosquitto.ts';
import { startEmbeddedTls } from './embedded.ts';
import { startMosquittoTls } from './mosquitto.ts';
import type { TlsBench } from './tls-bench.ts';

export const TLS_BROKERS: readonly (readonly [string, () => Promise<TlsBench>])[] = [
  ['embedded', startEmbeddedTls],
  ...(mosquittoPath() === undefined ? [] : [['Mosquitto', startMosquittoTls] as const]),
];
