import { describe, expect, it } from 'vitest';
import { redactedStack } from '../../src/lib/redact.ts';

describe('the stack of an error nobody expected', () => {
  it('says where it happened, and neither values, secrets nor addresses', () => {
    const error = new Error(
      'insert failed: Key (email)=(ann@customer.example) exists\npostgres://team:pass-word@db/x refused ann@customer.example',
    );
    const text = redactedStack(error);
    expect(text).toContain('redact.test.ts');
    expect(text).toContain('Key (email)=[value]');
    expect(text).not.toMatch(/customer\.example|pass-word/);
  });

  it('takes what is no error as well', () => {
    expect(redactedStack('Bearer csp_1234567890abcdef')).toBe('Bearer [redacted]');
  });
});
