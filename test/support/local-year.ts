/** Zones in which the clocks never change, change by an hour or by half an hour, north and south. */
export const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Europe/London',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
] as const;
/** The usual time, and two that the clocks skip or repeat somewhere. */
export const TIMES = ['09:00', '02:30', '01:30'] as const;

/** Wall clock of an instant, from the runtime's own calendar and not from the product. */
export function wallClock(zone: string): (instant: Date) => { readonly day: string; readonly time: string } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return { day: `${part['year']}-${part['month']}-${part['day']}`, time: `${part['hour']}:${part['minute']}` };
  };
}
