import { join } from 'node:path';
import { DEMO_VIEWER, demoChannels, demoPeople } from '../../demo/people.ts';
import { AppError } from '../../lib/errors.ts';
import { COMMANDS } from '../../slack/commands/index.ts';
import { startWorkspace, type Workspace } from '../../workspace/start-workspace.ts';

const PORTS_TRIED = 10;

export interface LocalWorkspaceOptions {
  /** First choice; with `fallback`, one of the next few where it is taken. */
  readonly port: number;
  readonly fallback: boolean;
  readonly appUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly dataDir: string;
  readonly timeZone: string;
}

/**
 * The browser workspace with the demo's people, channels and our commands.
 * @throws AppError `unavailable` when the port is taken.
 */
export async function openLocalWorkspace(options: LocalWorkspaceOptions): Promise<Workspace> {
  const last = options.fallback ? options.port + PORTS_TRIED : options.port;
  for (let port = options.port; ; port += 1) {
    try {
      return await startWorkspace({
        port,
        appUrl: options.appUrl,
        signingSecret: options.signingSecret,
        botToken: options.botToken,
        team: { id: 'T0DEMO', name: 'Northwind CS', domain: 'northwind-cs' },
        viewer: DEMO_VIEWER,
        people: demoPeople(options.timeZone),
        channels: demoChannels(),
        commands: COMMANDS.map(({ name, description, usage, help }) => ({
          command: name,
          description,
          usageHint: usage,
          completions: help.examples.map(([call]) => call),
        })),
        shortcuts: [
          { callbackId: 'look_up_account', name: 'Look up account', kind: 'global' },
          { callbackId: 'log_touch', name: 'Log a touch', kind: 'message' },
        ],
        stateFile: join(options.dataDir, 'workspace.json'),
      });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'unavailable') || port >= last) throw error;
    }
  }
}
