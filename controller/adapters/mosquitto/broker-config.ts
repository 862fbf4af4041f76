/** Mosquitto's configuration (mosquitto.conf(5)): one listener, mutual TLS, the certificate's name is the user. */
import { join } from 'node:path';

/** Names of the files in the folder. */
export const FILES = {
  config: 'loa-lang.conf',
  authorities: 'authorities.pem',
  revoked: 'revoked.pem',
  certificate: 'broker.pem',
  key: 'broker.key',
  access: 'access.acl',
} as const;

/** The largest signed document is 512 KiB. */
const MAX_PACKET_BYTES = 640 * 1024;
/** Longest keepalive of a device: a dead one is noticed within half an hour at worst, within 45 s usually. */
const MAX_KEEPALIVE_S = 1200;

/** @param folder as the broker sees it */
export const brokerConfig = (folder: string, port: number): string =>
  [
    '# Written by the controller. Changes made here are lost; put your own into another file.',
    `listener ${port}`,
    `cafile ${join(folder, FILES.authorities)}`,
    `crlfile ${join(folder, FILES.revoked)}`,
    `certfile ${join(folder, FILES.certificate)}`,
    `keyfile ${join(folder, FILES.key)}`,
    // at least; whoever connects, devices and controllers, is ours
    'tls_version tlsv1.3',
    'require_certificate true',
    'use_identity_as_username true',
    'allow_anonymous false',
    `acl_file ${join(folder, FILES.access)}`,
    `max_packet_size ${MAX_PACKET_BYTES}`,
    `max_keepalive ${MAX_KEEPALIVE_S}`,
    'max_queued_messages 5000',
    'set_tcp_nodelay true',
    '',
  ].join('\n');
