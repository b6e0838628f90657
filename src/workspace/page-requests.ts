import { z } from 'zod';

const id = z.string().min(1).max(300);
const rawValue = z.union([z.string().max(40_000), z.array(z.string().max(3000)).max(200), z.null()]);
const rawState = z.record(z.string(), z.record(z.string(), rawValue));
const container = z.union([z.object({ channel: id, ts: id }).strict(), z.object({ viewId: id }).strict()]);

/** What the script of the page may send, by path. */
export const PAGE_REQUESTS = {
  say: z.object({ channel: id, thread: z.string().nullable(), text: z.string().min(1).max(12_000) }),
  act: z.object({ container, blockId: id, actionId: id, raw: rawValue, state: rawState }),
  options: z.object({ container, blockId: id, actionId: id, query: z.string().max(300) }),
  submit: z.object({ viewId: id, state: rawState }),
  close: z.object({ viewId: id, state: rawState, all: z.boolean() }),
  shortcut: z.object({ callbackId: id, message: z.object({ channel: id, ts: id }).nullable() }),
  dismiss: z.object({ channel: id, ts: id }),
  home: z.object({ tab: z.enum(['home', 'messages']) }),
} as const;
