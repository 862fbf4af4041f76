/** From what the commune's clocks show to an instant. */
const MINUTE_MS = 60_000;

/** How far the zone's clocks are ahead of UTC then. */
function offsetMs(at: number, zone: string): number {
  const two = '2-digit' as const;
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hourCycle: 'h23' as const, year: 'numeric', month: two, day: two, hour: two, minute: two },
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** RFC 3339 in UTC. @param date YYYY-MM-DD @param time HH:MM; `undefined` for what is no time */
export function zonedInstant(date: string, time: string, zone: string): string | undefined {
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const first = asUtc - offsetMs(asUtc, zone);
  return new Date(asUtc - offsetMs(first, zone)).toISOString();
}

/** The end of that day: the first instant of the next one. */
export function endOfDay(date: string, zone: string): string | undefined {
  const noon = Date.parse(`${date}T12:00:00Z`);
  if (Number.isNaN(noon)) return undefined;
  return zonedInstant(new Date(noon + 86_400_000).toISOString().slice(0, 10), '00:00', zone);
}
