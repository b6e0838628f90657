const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** The form that most senders write; read without pulling its parts out one by one. */
const IN_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;
/** Every month has these; later days and impossible times go the long way. */
const DAYS_OF_EVERY_MONTH = 28;

/** The instant of an RFC 3339 time with an offset, to the millisecond; null for everything else, such as 30 February. */
export function parseRfc3339(text: string): Date | null {
  const simple = IN_UTC.test(text) ? parseUtc(text) : null;
  if (simple !== null) return simple;
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

function parseUtc(text: string): Date | null {
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  const usual = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= DAYS_OF_EVERY_MONTH;
  if (!usual || hour > 23 || minute > 59 || second > 59) return null;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, text.length > 20 ? digits(text, 20, 23) : 0));
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}
