/** What parts the whole from the fraction of an amount; null: nothing in the file says it. */
export type DecimalMark = '.' | ',' | null;

const UNCERTAIN = /^[1-9]\d{0,2}[.,]\d{3}$/;
const AMOUNTS: Readonly<Record<'.' | ',', RegExp>> = { '.': /^\d{1,12}(\.\d{1,6})?$/, ',': /^\d{1,12}(,\d{1,6})?$/ };

/** An amount with a point, or why it cannot be read. */
export function readAmount(text: string, mark: DecimalMark): { readonly value: string } | { readonly problem: string } {
  if (mark === null && UNCERTAIN.test(text)) {
    return { problem: 'may be thousands or a fraction; say which with --decimal . or --decimal ,' };
  }
  if (AMOUNTS[mark ?? '.'].test(text)) return { value: text.replace(',', '.') };
  const example = mark === ',' ? '1250,50' : '1250.50';
  return { problem: `is no amount such as 1250 or ${example} (no thousands separators, no currency sign)` };
}

/** The decimal mark that one amount shows; null when it shows none, or could mean either. */
export function markOf(text: string): DecimalMark {
  const [, mark] = /^\d{1,12}([.,])\d{1,6}$/.exec(text) ?? [];
  return (mark === '.' || mark === ',') && !UNCERTAIN.test(text) ? mark : null;
}
