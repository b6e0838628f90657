const formats = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, number>();

/** A calendar day as a running number, so that days can be subtracted. */
export function numberOfDay(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return Date.UTC(year, month - 1, date) / 86_400_000;
}

/** The running number of the day that a wall calendar in the zone shows at an instant. */
export function localDay(instant: Date, timeZone: string): number {
  const place = `${timeZone} ${instant.getTime()}`;
  const found = known.get(place);
  if (found !== undefined) return found;
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  const day = numberOfDay(format.format(instant));
  known.set(place, day);
  return day;
}
