import { z } from 'zod';

/** How questions in plain words are understood. */
export interface AskSettings {
  /** A language model may choose what a question means when its words alone do not say it. */
  readonly llm: boolean;
}

/** The part of the settings file about questions. */
export const askSchema = z.strictObject({ llm: z.boolean('must be true or false').default(false) });
