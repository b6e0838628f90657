import type { types } from '@slack/bolt';
import type { Day } from '../../domain/day.ts';
import type { ViewName } from '../action-ids.ts';
import type { Handling } from '../handling.ts';
import type { OpenView } from '../slack-request.ts';

/** What is wrong with a field and what to do about it, by the id of its block. */
export type FieldErrors = Readonly<Record<string, string>>;

/** What the submission of a modal does. Slack is answered at once with a loading text, the result follows. */
export interface ViewSubmission {
  readonly name: ViewName;
  readonly title: string;
  /** Decides from the fields and the team's local day alone, so that the modal can stay open; empty: nothing is wrong. */
  readonly check?: (view: OpenView, today: Day) => FieldErrors;
  readonly run: (handling: Handling) => Promise<types.ModalView>;
}
