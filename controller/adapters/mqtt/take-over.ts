/** Ends a session by connecting under its client id for a moment: the broker must drop the older one [MQTT-3.1.4-2]. */
import { type ConnectionOptions, MqttConnection } from './mqtt-connection.ts';

/** @throws when no connection is made */
export async function takeOver(
  connection: Pick<ConnectionOptions, 'url' | 'username' | 'password' | 'tls'>,
  clientId: string,
): Promise<void> {
  const options = {
    ...connection,
    clientId,
    protocolVersion: 4,
    keepaliveSeconds: 30,
    connectTimeoutMs: 10_000,
  } as const;
  const nothing = () => undefined;
  const taken = await MqttConnection.dial(
    options,
    () => performance.now(),
    nothing,
    nothing,
    new AbortController().signal,
  );
  await taken.close();
}
