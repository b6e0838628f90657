export interface WorkspacePerson {
  id: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
  isBot?: boolean;
  isRestricted?: boolean;
  isUltraRestricted?: boolean;
  isStranger?: boolean;
  teamId?: string;
  deleted?: boolean;
  /** `#rrggbb` */
  avatarColor?: string;
}

export interface WorkspaceChannel {
  id: string;
  name: string;
  kind: 'channel' | 'private' | 'im' | 'mpim';
  members: string[];
  isExtShared?: boolean;
  isPendingExtShared?: boolean;
  isArchived?: boolean;
  /** Default: whether the bot is one of `members`; always true in its own DMs. */
  botIsMember?: boolean;
  topic?: string;
}

export interface WorkspaceCommand {
  command: string;
  description: string;
  usageHint: string;
  /** Whole lines offered by the composer. */
  completions: string[];
}

export interface WorkspaceShortcut {
  callbackId: string;
  name: string;
  kind: 'global' | 'message';
}

export interface WorkspaceUsergroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface WorkspaceOptions {
  /** 0 = any free port. */
  port: number;
  /** Where the app listens; it may become reachable after the workspace has started. */
  appUrl: string;
  signingSecret: string;
  botToken: string;
  team: { id: string; name: string; domain: string };
  /** The person in the browser. */
  viewer: string;
  people: WorkspacePerson[];
  channels: WorkspaceChannel[];
  commands: WorkspaceCommand[];
  shortcuts?: WorkspaceShortcut[];
  usergroups?: WorkspaceUsergroup[];
  /** Scopes granted to the bot token; default: everything the Web API here knows. */
  scopes?: string[];
  /** JSON kept between runs. */
  stateFile?: string;
  now?: () => Date;
}

export interface Workspace {
  url: string;
  apiUrl: string;
  stop(): Promise<void>;
}
