import { plainConnections } from '@loa-lang/controller/compose/plain-connections';
import { readConfig } from '@loa-lang/controller/config';
import { THIS_MACHINE } from '@loa-lang/controller/config/trusted-proxies';
import { expect, it } from 'vitest';

const read = (environment: Record<string, string>) => readConfig({ DATA_DIR: '/d', ...environment });

it.each([
  [{}, []],
  [{ DATABASE_URL: 'postgresql://loa:x@db.example/loa' }, ['DATABASE_URL db.example']],
  [{ DATABASE_URL: 'postgresql://loa:x@db.example/loa?sslmode=disable' }, ['DATABASE_URL db.example']],
  [{ DATABASE_URL: 'postgresql://loa:x@db.example/loa?sslmode=verify-full' }, []],
  [{ DATABASE_URL: 'postgresql://loa:x@[::1]:5432/loa' }, []],
  [{ DATABASE_URL: 'postgresql:///loa?host=/var/run/postgresql' }, []],
  [{ REDIS_URL: 'redis://10.0.0.7', MQTT_URL: 'mqtt://mq.example' }, ['REDIS_URL 10.0.0.7', 'MQTT_URL mq.example']],
  [{ REDIS_URL: 'rediss://10.0.0.7', MQTT_URL: 'mqtts://mq.example' }, []],
  [{ REDIS_URL: 'redis://localhost', MQTT_URL: 'mqtt://127.0.0.1:1883' }, []],
])('connections in the clear to other machines are named: %j', (environment, named) => {
  const result = read(environment as Record<string, string>);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  expect(plainConnections(result.config).map(({ variable, host }) => `${variable} ${host}`)).toEqual(named);
});

it('proxies are addresses and ranges; this machine’s own unless they are named', () => {
  const proxies = (text: string) => {
    const result = read({ TRUSTED_PROXY: text });
    return result.ok ? result.config.trustedProxies : result.faults.map(({ en }) => en);
  };
  expect(proxies('')).toEqual(THIS_MACHINE);
  expect(proxies('10.0.0.5, 10.1.0.0/24,2001:db8::/32')).toEqual(['10.0.0.5', '10.1.0.0/24', '2001:db8::/32']);
  for (const wrong of [
    'proxy.example',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '10.0.0.0/8/8',
    'true',
    '10.0.0.5,',
    'fe80::1%eth0',
  ]) {
    expect(proxies(wrong), wrong).toEqual([expect.stringContaining('TRUSTED_PROXY has')]);
  }
});
