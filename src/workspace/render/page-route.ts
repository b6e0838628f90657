import type { WorkspaceChannel } from '../workspace-options.ts';

/** What the middle of the page shows: a channel, perhaps with a thread beside it, or the app's home. */
export type PageRoute = { kind: 'channel'; channel: WorkspaceChannel; thread: string | null } | { kind: 'home' };
