import { AppError } from '../lib/errors.ts';
import { loadState, saveState } from './state-file.ts';
import type { WorkspaceContext } from './workspace-context.ts';
import type { WorkspaceChannel, WorkspaceOptions, WorkspacePerson } from './workspace-options.ts';

const FALLBACK_BOT: WorkspacePerson = {
  id: 'U0PULSEBOT',
  name: 'cs-pulse',
  realName: 'cs-pulse',
  email: '',
  tz: 'UTC',
  isBot: true,
};

/** The whole state of one workspace, with what a former run left in the state file. */
export function createContext(options: WorkspaceOptions): WorkspaceContext {
  const bot = options.people.find((person) => person.isBot) ?? FALLBACK_BOT;
  const people = new Map([...options.people, bot].map((person) => [person.id, person]));
  if (!people.has(options.viewer)) {
    throw new AppError('invalid', `viewer: no person has the id ${options.viewer}; name one of options.people`);
  }
  const channels = new Map(options.channels.map((channel) => [channel.id, { ...channel }]));
  const context: WorkspaceContext = {
    options,
    now: options.now ?? (() => new Date()),
    bot,
    botId: `B${bot.id.slice(1)}`,
    appId: `A${bot.id.slice(1)}`,
    url: '',
    people,
    channels,
    messages: new Map(),
    homes: new Map(),
    views: new Map(),
    stacks: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    uploads: new Map(),
    suggestions: new Map(),
    listeners: new Set(),
    save: () => saveState(context),
    lastMicros: 0,
  };
  loadState(context);
  openDirectChannel(context, options.viewer);
  return context;
}

/** The DM between the app and a person, made when it does not exist yet. */
export function openDirectChannel(context: WorkspaceContext, user: string): WorkspaceChannel {
  const known = directChannelOf(context, user);
  if (known !== null) {
    return known;
  }
  const channel: WorkspaceChannel = {
    id: `D${user.slice(1)}`,
    name: context.bot.name,
    kind: 'im',
    members: [user, context.bot.id],
  };
  context.channels.set(channel.id, channel);
  return channel;
}

export function directChannelOf(context: WorkspaceContext, user: string): WorkspaceChannel | null {
  for (const channel of context.channels.values()) {
    if (channel.kind === 'im' && channel.members.includes(user) && botIsIn(context, channel)) {
      return channel;
    }
  }
  return null;
}

export function botIsIn(context: WorkspaceContext, channel: WorkspaceChannel): boolean {
  return channel.botIsMember ?? channel.members.includes(context.bot.id);
}
