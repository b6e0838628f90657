const DAY_MS = 86_400_000;

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
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

/** `9:05 AM` in a zone. */
export function timeIn(at: Date, zone: string): string {
  return at.toLocaleTimeString('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' });
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
      return at.toLocaleDateString('en-US', { timeZone: zone, dateStyle: 'long' });
    case 'date_short':
      return at.toLocaleDateString('en-US', { timeZone: zone, dateStyle: 'medium' });
    case 'date_long':
      return `${longDate(at, zone)}, ${at.toLocaleDateString('en-US', { timeZone: zone, year: 'numeric' })}`;
    case 'date_long_full':
      return at.toLocaleDateString('en-US', { timeZone: zone, dateStyle: 'full' });
    case 'time':
      return timeIn(at, zone);
    case 'time_secs':
      return at.toLocaleTimeString('en-US', { timeZone: zone, timeStyle: 'medium' });
    case 'ago':
      return agoWords(at, reader.now);
    default:
      return null;
  }
}

function longDate(at: Date, zone: string): string {
  return at.toLocaleDateString('en-US', { timeZone: zone, weekday: 'long', month: 'long', day: 'numeric' });
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
