const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs some 50 µs, and a page needs hundreds of dates: each kind is made once. */
function formatterOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, known);
  return known;
}

/** Slack's date tokens (`{date_short_pretty} {time}` …) for an instant, in the reader's zone. */
export function formatDate(format: string, at: Date, reader: { zone: string; now: Date }): string {
  return format.replace(/\{([a-z_]+)\}/g, (whole, token: string) => {
    const plain = token.replace(/_pretty$/, '');
    const near = token.endsWith('_pretty') ? nearDay(at, reader) : null;
    return near ?? formatToken(plain, at, reader) ?? whole;
  });
}

/** `2026-03-02` in a zone. */
export function dayIn(at: Date, zone: string): string {
  return formatterOf('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

/** `9:05 AM` in a zone. */
export function timeIn(at: Date, zone: string): string {
  return formatterOf('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(at);
}

/** Words for the divider above a day's messages. */
export function dayLabel(at: Date, reader: { zone: string; now: Date }): string {
  const near = nearDay(at, reader);
  return near === 'today' ? 'Today' : near === 'yesterday' ? 'Yesterday' : longDate(at, reader.zone);
}

function formatToken(token: string, at: Date, reader: { zone: string; now: Date }): string | null {
  const { zone } = reader;
  switch (token) {
    case 'date_num':
      return dayIn(at, zone);
    case 'date':
    case 'day_divider':
      return formatterOf('en-US', { timeZone: zone, dateStyle: 'long' }).format(at);
    case 'date_short':
      return formatterOf('en-US', { timeZone: zone, dateStyle: 'medium' }).format(at);
    case 'date_long':
      return `${longDate(at, zone)}, ${formatterOf('en-US', { timeZone: zone, year: 'numeric' }).format(at)}`;
    case 'date_long_full':
      return formatterOf('en-US', { timeZone: zone, dateStyle: 'full' }).format(at);
    case 'time':
      return timeIn(at, zone);
    case 'time_secs':
      return formatterOf('en-US', { timeZone: zone, timeStyle: 'medium' }).format(at);
    case 'ago':
      return agoWords(at, reader.now);
    default:
      return null;
  }
}

function longDate(at: Date, zone: string): string {
  return formatterOf('en-US', { timeZone: zone, weekday: 'long', month: 'long', day: 'numeric' }).format(at);
}

function nearDay(at: Date, reader: { zone: string; now: Date }): string | null {
  const day = dayIn(at, reader.zone);
  const names: [string, number][] = [
    ['today', 0],
    ['yesterday', -DAY_MS],
    ['tomorrow', DAY_MS],
  ];
  return names.find(([, shift]) => dayIn(new Date(reader.now.getTime() + shift), reader.zone) === day)?.[0] ?? null;
}

function agoWords(at: Date, now: Date): string {
  const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
  const words = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });
  if (Math.abs(minutes) < 60) {
    return words.format(minutes, 'minute');
  }
  return Math.abs(minutes) < 1440
    ? words.format(Math.round(minutes / 60), 'hour')
    : words.format(Math.round(minutes / 1440), 'day');
}
