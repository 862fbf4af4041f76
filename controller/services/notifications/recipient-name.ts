/** What a recipient is called in lists: a name; of an address only so much that it can be told from others. */
import type { Channel } from '../../domain/notifications/channel.ts';
import type { Person } from '../../domain/people/person.ts';

/** `s***@congty.vn` */
export const maskedAddress = (address: string): string => address.replace(/^(.).*(?=@)/u, '$1***');

export function recipientName(
  key: string,
  people: readonly Pick<Person, 'id' | 'name'>[],
  channel: Pick<Channel, 'name'> | undefined,
): string {
  if (key.startsWith('@')) return maskedAddress(key.slice(1));
  return people.find(({ id }) => id === key)?.name ?? channel?.name ?? key;
}
