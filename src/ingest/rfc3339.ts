const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** The instant of an RFC 3339 time with an offset, to the millisecond; null for everything else, such as 30 February. */
export function parseRfc3339(text: string): Date | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] = match;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > lastDay) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const milliseconds = fraction === '' ? '' : `.${`${fraction.slice(1)}00`.slice(0, 3)}`;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${milliseconds}${zone.toUpperCase()}`);
  return Number.isNaN(at.getTime()) ? null : at;
}
