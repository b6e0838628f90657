import { draftSubmission } from './draft-submission.ts';
import { growthPlanSubmission, overrideSubmission, sentimentSubmission } from './judgement-submissions.ts';
import { lookupSubmission } from './lookup-view.ts';
import { shareSubmission } from './share-submission.ts';
import { snoozeSubmission } from './snooze-submission.ts';
import { touchSubmission } from './touch-submission.ts';
import type { ViewSubmission } from './view.ts';

/** Every modal that can be submitted. */
export const VIEWS: readonly ViewSubmission[] = [
  draftSubmission,
  shareSubmission,
  snoozeSubmission,
  overrideSubmission,
  growthPlanSubmission,
  sentimentSubmission,
  lookupSubmission,
  touchSubmission,
];
