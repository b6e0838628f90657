import { describe, expect, it } from 'vitest';
import { needlesOf, redactor, teller } from '../../src/domain/erasure/redact.ts';
import { fc } from '../support/fc.ts';

const redact = (names: readonly string[], value: unknown) => redactor(needlesOf(names))(value);

describe('taking names out of words', () => {
  it.each([
    ['mail kim@x.co now', 'mail [erased] now'],
    ['mailto:kim%40x.co?', 'mailto:[erased]?'],
    ['<KIM@X.CO>, kim@x.co.', '<[erased]>, [erased].'],
    ['-Kim Lee', '-[erased]'],
    ["Kim Lee's", "[erased]'s"],
    ['akim@x.co a.kim@x.co kim@x.com kim@x.co.uk', 'akim@x.co a.kim@x.co kim@x.com kim@x.co.uk'],
    ['Kim Leeds, Akim Lee', 'Kim Leeds, Akim Lee'],
    ['142 seats', '142 seats'],
  ])('%s', (text, expected) => {
    expect(redact(['kim@x.co', 'Kim Lee', '142', 'K'], text)).toBe(expected);
  });

  it('reaches every depth, and leaves keys and words of ours', () => {
    const value = { type: 'section', section: [{ text: 'section of section', n: 5, none: null }] };
    expect(redact(['section'], value)).toEqual({
      type: 'section',
      section: [{ text: '[erased] of [erased]', n: 5, none: null }],
    });
  });

  it('leaves no name that stands alone, whatever it holds, and nothing else changes', () => {
    const name = fc
      .string({ minLength: 3, maxLength: 20, unit: 'grapheme' })
      .filter((text) => /^\p{L}.*\p{L}$/u.test(text.trim()));
    fc.assert(
      fc.property(name, fc.constantFrom(' ', ',', '(', '\n', '"'), (text, gap) => {
        const words = `x${gap}${text.trim()}${gap}y`;
        expect(redact([text], words)).toBe(`x${gap}[erased]${gap}y`);
        expect(redact([text], `x${gap}y`)).toBe(`x${gap}y`);
      }),
    );
  });

  it('finds one of very many as it finds one of few, at the cost of the text', () => {
    const person = (n: number) => [`first${n}.last@acme-company.example`, `First${n} Last${n % 7}`, `user-${n}`];
    const names = Array.from({ length: 20_000 }, (_, n) => person(n)).flat();
    const text = 'First123 Last4 (FIRST777.last@acme-company.example) and user-19999, not user-20000 nor Last4';
    const began = performance.now();
    const many = redactor(needlesOf(names));
    for (let turn = 0; turn < 50; turn += 1) many('plain words without anybody '.repeat(40));
    expect(many(text)).toBe('[erased] ([erased]) and [erased], not user-20000 nor Last4');
    expect(performance.now() - began).toBeLessThan(3000);
    expect(redact([...person(123), ...person(777), ...person(19_999)], text)).toBe(many(text));
  });

  it('tells of many whether one of them may be named', () => {
    const tells = teller(['kim@x.co', 'Kim Lee', 'Bo', 'user-1']);
    for (const text of ['to KIM@x.co.', 'mailto:kim%40x.co', 'for Kim Lee']) expect(tells(text)).toBe(true);
    for (const text of ['Bo', 'user-1', 'akim@x.co', '']) expect(tells(text)).toBe(false);
  });
});
