import { Temporal } from 'temporal-polyfill';

/** The calendar day of an instant in an IANA zone, 'YYYY-MM-DD'. All local days of the product come from here. */
export function localDayOf(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDate().toString();
}

/** The local time of an instant in an IANA zone, 'HH:MM'. */
export function localTimeOf(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The instant at which a local day begins (not always 00:00: some zones change clocks at midnight). */
export function startOfLocalDay(day: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
}

/** The instant of a local time 'HH:MM' on a day; a time that the clocks skip is moved forward. */
export function instantOfLocalTime(day: string, time: string, timeZone: string): Date {
  const plainTime = Temporal.PlainTime.from(time);
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
}

/** Whether the runtime knows the zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}
