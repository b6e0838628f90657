import { ACCOUNT_ACTIONS } from './account-actions.ts';
import type { Action } from './action.ts';
import { acknowledge, snooze, wake } from './alert-actions.ts';
import { digestDrafts, digestSnooze, digestWhy, myAccounts } from './digest-actions.ts';
import {
  DRAFT_CHOICES,
  draftCopy,
  draftEmailAction,
  draftLink,
  draftObjection,
  draftPolish,
  openMail,
  pickDraft,
} from './draft-actions.ts';
import { endGrowthPlan, endOverride, growthPlan, override, sentiment } from './judgement-actions.ts';
import { draftContinue, draftDiscard, draftKept } from './kept-draft-actions.ts';
import { dmDigest, HOME_SETTINGS } from './preference-actions.ts';
import { PUBLISHED_ACTIONS } from './published-actions.ts';
import { pickQbr, qbrPackAction } from './qbr-actions.ts';
import { runCommand } from './run-command.ts';
import { share } from './share.ts';
import { touch } from './touch-action.ts';

/** Every button and menu. */
export const ACTIONS: readonly Action[] = [
  ...ACCOUNT_ACTIONS,
  draftEmailAction,
  pickDraft,
  ...DRAFT_CHOICES,
  draftLink,
  draftCopy,
  draftObjection,
  draftPolish,
  draftKept,
  draftContinue,
  draftDiscard,
  openMail,
  qbrPackAction,
  pickQbr,
  share,
  acknowledge,
  snooze,
  wake,
  growthPlan,
  endGrowthPlan,
  sentiment,
  override,
  endOverride,
  touch,
  myAccounts,
  digestWhy,
  digestDrafts,
  digestSnooze,
  dmDigest,
  ...HOME_SETTINGS,
  ...PUBLISHED_ACTIONS,
  runCommand,
];
