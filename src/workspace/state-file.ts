import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '../lib/errors.ts';
import type { WorkspaceContext } from './workspace-context.ts';

const jsonObject = z.record(z.string(), z.unknown());

const storedMessage = z.object({
  ts: z.string(),
  channel: z.string(),
  user: z.string(),
  text: z.string(),
  blocks: z.array(jsonObject),
  threadTs: z.string().nullable(),
  editedTs: z.string().nullable(),
  metadata: jsonObject.nullable(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })),
  files: z.array(z.object({ id: z.string(), name: z.string(), title: z.string(), content: z.string() })).optional(),
  ephemeralFor: z.null(),
});

const storedHome = z.object({
  id: z.string(),
  hash: z.string(),
  kind: z.literal('home'),
  user: z.string(),
  rootId: z.string(),
  previousId: z.null(),
  source: jsonObject,
  values: jsonObject,
});

const storedDirect = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['im', 'mpim']),
  members: z.array(z.string()),
});

const storedState = z.object({
  version: z.literal(1),
  lastMicros: z.number().int().nonnegative(),
  messages: z.array(storedMessage),
  homes: z.array(storedHome),
  directs: z.array(storedDirect),
});

/** Fills the context from its state file. @throws AppError invalid when the file is not one of ours */
export function loadState(context: WorkspaceContext): void {
  const path = context.options.stateFile;
  if (path === undefined) {
    return;
  }
  const text = readIfThere(path);
  if (text === null) {
    return;
  }
  const state = parse(path, text);
  context.lastMicros = state.lastMicros;
  for (const direct of state.directs) {
    if (!context.channels.has(direct.id)) {
      context.channels.set(direct.id, direct);
    }
  }
  for (const message of state.messages) {
    const list = context.messages.get(message.channel) ?? [];
    list.push(message);
    context.messages.set(message.channel, list);
  }
  for (const home of state.homes) {
    context.homes.set(home.user, home);
    context.views.set(home.id, home);
  }
}

/** Writes everything that outlives a run, by rename, so that a crash leaves the old or the new file. */
export function saveState(context: WorkspaceContext): void {
  const path = context.options.stateFile;
  if (path === undefined) {
    return;
  }
  const given = new Set(context.options.channels.map((channel) => channel.id));
  const state: z.infer<typeof storedState> = {
    version: 1,
    lastMicros: context.lastMicros,
    messages: [...context.messages.values()].flat().flatMap((message) => {
      return message.ephemeralFor === null
        ? [{ ...message, ephemeralFor: null, blocks: message.blocks.map((block) => ({ ...block })) }]
        : [];
    }),
    homes: [...context.homes.values()].map((home) => ({ ...home, kind: 'home' as const, previousId: null })),
    directs: [...context.channels.values()].flatMap((channel) => {
      const { id, name, kind, members } = channel;
      return !given.has(id) && (kind === 'im' || kind === 'mpim') ? [{ id, name, kind, members }] : [];
    }),
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.next`, JSON.stringify(state));
  renameSync(`${path}.next`, path);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

function parse(path: string, text: string): z.infer<typeof storedState> {
  try {
    return storedState.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError(
      'invalid',
      `stateFile ${path}: not a state of the local workspace (${messageOf(error).slice(0, 200)}); delete it to start over`,
      { cause: error },
    );
  }
}
