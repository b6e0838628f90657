/**
 * A PostgreSQL array of numbers, UUIDs, days or ISO instants: texts that need no quoting. Several times faster than
 * the driver's own serializer, which has to escape. Text from outside goes through the driver.
 */
export function arrayLiteral(values: readonly (number | string | null)[]): string {
  return `{${values.map((value) => value ?? 'null').join(',')}}`;
}
