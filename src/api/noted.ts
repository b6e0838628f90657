/** A program asks the same again and again; the audit is told of it once in so long. */
const NOTED_MS = 3_600_000;
const MOST = 10_000;

/** Calls `note` for a question that was not noted within the last hour by this process. */
export type NoteOnce = (question: string, note: () => Promise<void>) => Promise<void>;

/** Remembers when which question was noted last; of very many, the newest. What could not be noted is not remembered. */
export function createNoteOnce(now: () => Date): NoteOnce {
  const noted = new Map<string, number>();
  return async (question, note) => {
    const at = now().getTime();
    const last = noted.get(question);
    if (last !== undefined && at - last < NOTED_MS) return;
    await note();
    noted.delete(question);
    noted.set(question, at);
    const [oldest] = noted.keys();
    if (noted.size > MOST && oldest !== undefined) noted.delete(oldest);
  };
}
