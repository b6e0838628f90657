/** What is for programs and not for readers. */
const UNSEEN = ['type', 'action_id', 'block_id', 'callback_id', 'private_metadata', 'style', 'value', 'url'];

/** Characters of everything readable in blocks: texts, options, captions, labels of charts, spoken labels. */
export function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => (typeof one === 'string' && UNSEEN.includes(key) ? sum : sum + textLength(one)),
    0,
  );
}
