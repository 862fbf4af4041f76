/** Connections to other machines on which passwords and data travel in the clear. */
import { wayToDatabase } from '../adapters/postgres/way-to-database.ts';
import { type ControllerConfig, isLoopback, type VariableName } from '../config.ts';

export interface PlainConnection {
  variable: VariableName;
  host: string;
}

const isHere = (host: string): boolean => host.startsWith('/') || isLoopback(host.replace(/^\[|\]$/g, ''));

export function plainConnections({
  databaseUrl,
  redisUrl,
  broker,
}: Pick<ControllerConfig, 'databaseUrl' | 'redisUrl' | 'broker'>): PlainConnection[] {
  const ways: (PlainConnection & { encrypted: boolean })[] = [];
  if (databaseUrl !== undefined) ways.push({ variable: 'DATABASE_URL', ...wayToDatabase(databaseUrl) });
  const byProtocol = (variable: VariableName, url: string) => {
    const { protocol, hostname } = new URL(url);
    ways.push({ variable, host: hostname, encrypted: protocol === 'rediss:' || protocol === 'mqtts:' });
  };
  if (redisUrl !== undefined) byProtocol('REDIS_URL', redisUrl);
  if (broker.kind === 'outside') byProtocol('MQTT_URL', broker.url);
  return ways
    .filter(({ encrypted, host }) => !encrypted && !isHere(host))
    .map(({ variable, host }) => ({ variable, host }));
}
