const LONGEST = 200;
// Control characters and the marks that change direction or have no width.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** What a person typed, as it can be searched for: one line of at most 200 characters. */
export function searchText(text: string): string {
  const seen = text.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  return [...seen].slice(0, LONGEST).join('');
}
