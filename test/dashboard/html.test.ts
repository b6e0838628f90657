import { describe, expect, it } from 'vitest';
import { html } from '../../src/dashboard/html.ts';
import { fc } from '../support/fc.ts';
import { hostile } from '../support/hostile-text.ts';

const UNESCAPED = /[<>"']/;

describe('html', () => {
  it('escapes every text, in elements and in quoted attributes', () => {
    const markup = html`<b title="${`" onclick="alert(1)`}">${`</b><script>alert('1')</script>&amp;`}</b>`.markup;
    expect(markup).toBe(
      '<b title="&quot; onclick=&quot;alert(1)">&lt;/b&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</b>',
    );
  });

  it('lets nothing of a hostile text out of its place', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const inside = html`<i data-value="${text}">${text}</i>`.markup.slice('<i data-value='.length, -'</i>'.length);
        const [value = '', shown = ''] = inside.slice(1).split('">');
        expect(inside.startsWith('"')).toBe(true);
        expect([UNESCAPED.test(value), UNESCAPED.test(shown)]).toEqual([false, false]);
      }),
    );
    expect(UNESCAPED.test('<b>')).toBe(true);
  });

  it('keeps what it made, in lists too, and leaves nothing for null', () => {
    const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}${null}${0}</ul>`.markup).toBe('<ul><li>a</li><li>&lt;b&gt;</li>0</ul>');
  });

  it('escapes an object of the same shape that it did not make', () => {
    expect(html`${{ markup: '<script>' }}`.markup).toBe('&lt;script&gt;');
  });
});
