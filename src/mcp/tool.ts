import { z } from 'zod';
import type { Context } from '../app/context.ts';

/** What a tool found: `json` fits its output schema. */
export interface ToolAnswer<Json> {
  readonly json: Json;
  /** The account that was looked at, for the audit; absent: none by itself. */
  readonly accountId?: string | undefined;
}

interface ToolParts<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** For the model: what it answers and when to ask it. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly answer: (call: {
    readonly ctx: Context;
    readonly input: z.output<Input>;
  }) => Promise<ToolAnswer<z.input<Output>>>;
}

/** A tool that reads and changes nothing. */
export interface Tool extends Omit<ToolParts<z.ZodObject, z.ZodObject>, 'answer'> {
  /** @throws AppError that the model can act on. */
  readonly answer: (ctx: Context, input: unknown) => Promise<ToolAnswer<Readonly<Record<string, unknown>>>>;
}

/** A tool whose `answer` is given its input checked. */
export function tool<Input extends z.ZodObject, Output extends z.ZodObject>(parts: ToolParts<Input, Output>): Tool {
  // Without its name: a schema that is only a pointer to itself is none that clients take.
  const output = z.strictObject(parts.output.shape);
  return { ...parts, output, answer: (ctx, input) => parts.answer({ ctx, input: parts.input.parse(input) }) };
}
