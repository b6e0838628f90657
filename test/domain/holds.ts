import { fc } from '../support/fc.ts';

/** Checks a synchronous property; fails the test with the smallest counter-example. */
export function holds<T>(property: fc.IProperty<T>, parameters: fc.Parameters<T> = {}): void {
  const details = fc.check(property, parameters);
  if (details.failed) throw new Error(fc.defaultReportMessage(details) ?? 'the property failed');
}
