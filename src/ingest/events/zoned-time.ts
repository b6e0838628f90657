const PARTS = /^(\d{4})-(\d{1,2})-(\d{1,2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:?\d{2})?$/;

/**
 * A vendor's time in the form that events need: two digits for month and day, at most nine for fractions of a second,
 * and UTC where it names no zone, as vendors mean it. Any other text is returned as it is.
 */
export function zonedTime(text: string): string {
  const [, year, month = '', day = '', time, fraction, zone = 'Z'] = PARTS.exec(text) ?? [];
  if (year === undefined) return text;
  const fine = fraction === undefined ? '' : `.${fraction.slice(0, 9)}`;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}${fine}${offset}`;
}
