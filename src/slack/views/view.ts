import type { types } from '@slack/bolt';
import type { ViewName } from '../action-ids.ts';
import type { Handling } from '../handling.ts';

/** What the submission of a modal does. Slack is answered at once with a loading text, the result follows. */
export interface ViewSubmission {
  readonly name: ViewName;
  readonly title: string;
  readonly run: (handling: Handling) => Promise<types.ModalView>;
}
