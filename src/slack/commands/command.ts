import type { Handling } from '../handling.ts';
import type { HelpEntry } from '../messages/help.ts';
import type { SlackMessage } from '../messages/message.ts';

/** A slash command: a file in this folder and a line in the index. The manifest is generated from it. */
export interface Command {
  readonly name: `/${string}`;
  /** Shown by Slack behind the name while somebody types, at most 1,000 characters. */
  readonly usage: string;
  readonly description: string;
  /** First words that are not a name. */
  readonly subcommands: readonly string[];
  readonly help: HelpEntry;
  /** `text` is decoded and one line. */
  readonly run: (handling: Handling, text: string) => Promise<SlackMessage>;
}
