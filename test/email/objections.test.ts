import { expect, it } from 'vitest';
import { OBJECTIONS, PERSONA_EMPHASIS } from '../../src/email/objections.ts';

it('has an answer and something to bring for each of the six objections', () => {
  expect(Object.keys(OBJECTIONS)).toHaveLength(6);
  for (const { heard, answer, bring } of Object.values(OBJECTIONS)) {
    expect(heard).not.toBe('');
    expect(answer.length).toBeGreaterThan(0);
    expect(bring.length).toBeGreaterThan(0);
  }
  expect(Object.keys(PERSONA_EMPHASIS)).toEqual(['admin', 'key_contact', 'exec', 'procurement']);
});
