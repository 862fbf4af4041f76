/** How the driver will reach a database, by its address and what else it looks at. */
import pg from 'pg';

/** @returns the host, a path for a socket of this machine. @throws when the address names certificates that are not there */
export function wayToDatabase(connectionString: string): { host: string; encrypted: boolean } {
  const { host, ssl } = new pg.Client({ connectionString });
  return { host, encrypted: Boolean(ssl) };
}
