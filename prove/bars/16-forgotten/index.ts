import { testContext } from '../../../test/support/context.ts';
import { defineBar } from '../../bar.ts';
import { openDatabases } from '../../stand/databases.ts';
import { forgetCustomer, forgetPerson, NAIVE, PRODUCT } from './erasure.ts';
import { AT_ONCE, PRODUCT_RETENTION, removeOld } from './retention.ts';

interface Size {
  /** People and touches of others, among whom one is forgotten. */
  readonly others: number;
  /** Rows that are too old. */
  readonly rows: number;
  /** With fewer, a single transaction is quick too; a faster machine is given twice as many, and so on. */
  readonly atOnce: number;
}

const UNIT = 'rows to be gone';
const DOUBLED_AT_MOST = 4;

export const forgotten = defineBar<Size>({
  number: '16',
  promise:
    'Who is forgotten stands in no table and does not come back, and what is too old goes without holding anybody up',
  timed: true,
  sizes: {
    quick: { others: 1000, rows: 60_000, atOnce: 250_000 },
    full: { others: 100_000, rows: 1_000_000, atOnce: 500_000 },
  },
  run: async (stand, { others, rows }) => {
    const open = await openDatabases(stand);
    const person = await forgetPerson(testContext((await open()).pool), others, PRODUCT);
    const customer = await forgetCustomer(testContext((await open()).pool), others, PRODUCT);
    const removed = await removeOld((await open()).pool, rows, PRODUCT_RETENTION);
    return {
      tries: person.rows + customer.rows + rows,
      unit: UNIT,
      failures: [...person.failures, ...customer.failures, ...removed.failures],
      measured: {
        'rows that named a person': person.rows,
        'in tables': person.tables,
        'ms to forget a person': person.ms,
        'rows that named an account': customer.rows,
        'ms to forget an account': customer.ms,
        'rows too old': rows,
        'ms to remove them': removed.ms,
        'ms of the longest transaction': removed.longestLockMs,
      },
    };
  },
  controls: {
    'only the row of the person': async (stand, { others }) => {
      const open = await openDatabases(stand);
      const { failures, rows } = await forgetPerson(testContext((await open()).pool), Math.min(others, 100), NAIVE);
      return { tries: rows, unit: UNIT, failures, measured: {} };
    },
    'all old rows in one transaction': async (stand, { atOnce }) => {
      const open = await openDatabases(stand);
      for (let rows = atOnce; ; rows *= 2) {
        const { failures } = await removeOld((await open()).pool, rows, AT_ONCE);
        if (failures.length > 0 || rows >= atOnce * 2 ** DOUBLED_AT_MOST)
          return { tries: rows, unit: UNIT, failures, measured: {} };
      }
    },
  },
});
