import { describe, expect, it } from 'vitest';
import { foreignFailure, withoutSecrets } from '../../src/store/foreign/foreign-failure.ts';
import { fc } from '../support/fc.ts';

const URL_OF = 'postgres://reader:canary%21@db.internal:5432/app?sslpassword=second-canary';

function failing(code: string, message = 'canary! of reader'): Error {
  return Object.assign(new Error(message), { code });
}

describe('why a database of the team failed', () => {
  it.each([
    ['28P01', /^it refused the user or the password$/],
    ['3D000', /^it has no database of that name/],
    ['57P03', /^it is busy, stopping or starting/],
    ['25006', /^the query writes/],
    ['40001', /^it is a replica/],
    ['42501', /^the user may not read this/],
    ['42703', /^the query is wrong/],
    ['57014', /^the query took too long/],
    ['ENOTFOUND', /^it is not reachable \(ENOTFOUND\)$/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /^its certificate is not trusted/],
    ['ERR_INVALID_URL', /^its address cannot be read$/],
    ['', /^it failed/],
  ])('is said in words, and with a remedy: %s', (code, text) => {
    const failure = foreignFailure(failing(code), URL_OF);
    expect(failure.text).toMatch(text);
    expect(failure.text).not.toMatch(/canary/);
    expect(failure.remedy).not.toBe('');
    expect(failure.remedy).not.toContain('; ');
  });

  it('holds no secret, however it is spelled', () => {
    const said = withoutSecrets(`${URL_OF} canary! canary%21 second-canary\n  and\tmore`, URL_OF);
    expect(said).toBe('[redacted] [redacted] [redacted] [redacted] and more');
    expect(withoutSecrets('p%zz is wrong', 'postgres://u:p%zz@h/db')).toBe('[redacted] is wrong');
  });

  it('never holds the password, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 40 }), fc.string(), (password, noise) => {
        const url = `postgres://reader:${encodeURIComponent(password)}@db.internal/app`;
        const said = withoutSecrets(`${noise} ${password} ${url}`, url);
        // What is redacted may leave a text that happens to be in the noise.
        fc.pre(!noise.includes(password) && !'[redacted]'.includes(password.trim()));
        expect(said.includes(password)).toBe(false);
      }),
    );
  });
});
