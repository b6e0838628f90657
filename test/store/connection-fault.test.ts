import { describe, expect, it } from 'vitest';
import { connectionFault } from '../../src/store/connection-fault.ts';
import { openPool } from '../../src/store/db.ts';
import { cloneDatabase } from '../support/database.ts';

async function faultOf(url: string) {
  const pool = openPool({ url, name: 'fault', max: 1, statementTimeoutMs: 500, onError: () => undefined });
  try {
    await pool.query('select 1');
    throw new Error('it should not have answered');
  } catch (error) {
    return connectionFault(error);
  } finally {
    await pool.end();
  }
}

describe('why a database does not answer', () => {
  it('is told in words that name no host, user or database', async () => {
    const database = await cloneDatabase();
    const missing = new URL(database.url);
    missing.pathname = '/canary_database';
    const faults = [
      await faultOf('postgres://canary_user:canary_word@127.0.0.1:1/canary_database'),
      await faultOf('postgres://canary_user@canary-host.invalid/canary_database'),
      await faultOf(missing.href),
    ];
    await database.close();
    expect(faults.map(({ reason }) => reason)).toEqual([
      'nothing accepts connections at its address',
      'the name of its host is not known here',
      'there is no database of that name',
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/canary|127\.0/);
  });

  it.each([
    ['28P01', 'it refuses the user or the password'],
    ['53300', 'it has no connection left'],
    ['53100', 'it has run out of space or memory'],
    ['57P03', 'it is starting or stopping'],
    ['25006', 'it takes no changes'],
    ['EHOSTUNREACH', 'its host cannot be reached'],
    ['42703', 'error 42703'],
  ])('knows %s', (code, reason) => {
    const fault = connectionFault(Object.assign(new Error('canary'), { code }));
    expect(fault.reason).toBe(reason);
    expect(fault.remedy).not.toContain('canary');
  });

  it('knows the driver by its words', () => {
    const error = new Error('timeout exceeded when trying to connect to canary');
    expect(connectionFault(error).reason).toBe('it does not answer in time');
    expect(connectionFault('canary').reason).toBe('an unexpected error');
  });
});
