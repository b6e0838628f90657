const MONTHS = [
  ['Jan', 'January'],
  ['Feb', 'February'],
  ['Mar', 'March'],
  ['Apr', 'April'],
  ['May', 'May'],
  ['Jun', 'June'],
  ['Jul', 'July'],
  ['Aug', 'August'],
  ['Sep', 'September'],
  ['Oct', 'October'],
  ['Nov', 'November'],
  ['Dec', 'December'],
] as const;
const DAY_MS = 86_400_000;

/** Whether the text is a calendar day 'YYYY-MM-DD' that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text);
}

/** Whole days from one calendar day to another; null when either is not a day. */
export function daysBetween(from: string, to: string): number | null {
  if (!isDay(from) || !isDay(to)) return null;
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

/** A day as people write it: "24 Feb", with the year when it is not that of `asOf`. */
export function dayLabel(day: string, asOf: string): string {
  const short = `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]?.[0] ?? ''}`;
  return day.slice(0, 4) === asOf.slice(0, 4) ? short : `${short} ${day.slice(0, 4)}`;
}

/** Every common way to write a day, longest first: what a reader accepts as naming it. */
export function daySpellings(day: string): readonly string[] {
  const year = day.slice(0, 4);
  const date = Number(day.slice(8));
  const names = MONTHS[Number(day.slice(5, 7)) - 1] ?? [];
  const plain = names.flatMap((name) => [`${date} ${name}`, `${name} ${date}`]);
  const all = [day, ...plain.flatMap((text) => [`${text}, ${year}`, `${text} ${year}`, text])];
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}
