import type { ActionName } from '../action-ids.ts';
import type { Handling, Outcome } from '../handling.ts';

/** What a button or menu does. Its name stays for ever: old messages keep their buttons. */
export interface Action {
  readonly name: ActionName;
  /** Opens a modal: its title, shown with a loading text at once, because Slack's trigger lives three seconds. */
  readonly opens?: string;
  /** Milliseconds it may take where that is more than a look-up. */
  readonly deadlineMs?: number;
  /** null: nothing is shown. */
  readonly run: (handling: Handling) => Promise<Outcome | null>;
}
