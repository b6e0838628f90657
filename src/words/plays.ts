import type { Play } from '../domain/suggested-play.ts';

const PLAYS: Readonly<Record<Play, string>> = {
  check_mapping: 'check that its events arrive under the right account before calling',
  save_call: 'call them about the cancellation and ask what would have to be different',
  settle_payment: 'settle the open payment with their billing contact',
  ask_why_silent: 'ask the key contact why nobody has been active, and check for an incident on our side',
  resolve_urgent: 'get the urgent ticket solved before any other message',
  prepare_renewal: 'prepare the renewal: agree the number of seats and the plan to fill them',
  re_engage: 'find out with the admin which teams stopped, and why',
  onboard_again: 'offer a short setup for the people who were never invited',
  fix_errors: 'have the errors looked at, and report back what was fixed',
  clear_tickets: 'go through the open tickets with support and give dates',
  find_contact: 'find out who owns the product there now',
  follow_up_feedback: 'follow up the survey answers with whoever asked for a change',
  guide_rollout: 'guide the rollout: name the next team and a date',
  offer_seats: 'offer a preview of what more seats would cost',
  keep_in_touch: 'nothing presses: keep the usual rhythm',
};

/** What to do next, in words, the most pressing first; empty for an excluded account. */
export function playLines(plays: readonly Play[]): string[] {
  return plays.map((play) => PLAYS[play]);
}
