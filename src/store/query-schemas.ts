import type { z } from 'zod';
import { exportEventsSchema, exportSeatsSchema, seatEvidenceSchema } from './account-export.ts';
import { accountLifeSchema } from './account-lives.ts';
import {
  contactActivitySchema,
  fixedTicketSchema,
  ticketRecapSchema,
  usageWindowSchema,
  workflowCountSchema,
} from './account-review.ts';
import { lookupRowSchema, similarRowSchema } from './account-search.ts';
import {
  billedItemSchema,
  ledgerRowSchema,
  peopleRowSchema,
  seatBalanceSchema,
  seatPriceSchema,
} from './account-seats.ts';
import {
  adoptionAccountSchema,
  peopleBeforeSchema,
  seatsBoughtSchema,
  supportTimesSchema,
  useMonthsSchema,
} from './adoption.ts';
import { bandDaySchema, openAlertAccountsSchema, openAlertSchema, peopleMonthSchema } from './dashboards.ts';
import { episodeEarlierSchema, episodeLevelSchema } from './episode-levels.ts';
import { healthInputsSchema } from './facts-row.ts';
import { lossOutcomeSchema } from './losses.ts';
import { outcomeRowSchema } from './outreach.ts';
import { billingMarkSchema, revenueHistorySchema } from './revenue-history.ts';
import { activeByRuleSchema, ruleActivitySchema, rulePersonSchema } from './rule-activity.ts';
import { seatGroupSchema, stoppedPersonSchema } from './seat-groups.ts';
import { foundMovementSchema } from './seat-ledger.ts';
import {
  atRiskLevelSchema,
  atRiskTotalSchema,
  bucketCountSchema,
  earlierScoreSchema,
  shownBandSchema,
  stakeRowSchema,
  standingRowSchema,
  weekLevelSchema,
} from './snapshot-rows.ts';
import { sourceOverviewSchema, sourcePulseSchema } from './sources.ts';
import { standingIdsSchema, standingsMarkSchema } from './standings-parts.ts';

/** The row schema of every read model in sql/queries, by file name. A new file is a line here. */
export const QUERY_SCHEMAS = {
  'account-lives': accountLifeSchema,
  'account-lookup': lookupRowSchema,
  'account-people': peopleRowSchema,
  'account-similar': similarRowSchema,
  'account-windows': usageWindowSchema,
  'active-by-rule': activeByRuleSchema,
  'adoption-accounts': adoptionAccountSchema,
  'at-risk-levels': atRiskLevelSchema,
  'at-risk-total': atRiskTotalSchema,
  'band-days': bandDaySchema,
  'billed-items': billedItemSchema,
  'billing-mark': billingMarkSchema,
  'bucket-counts': bucketCountSchema,
  'contact-activity': contactActivitySchema,
  'current-seat-prices': seatPriceSchema,
  'earlier-scores': earlierScoreSchema,
  'episode-earlier': episodeEarlierSchema,
  'episode-levels': episodeLevelSchema,
  'export-events': exportEventsSchema,
  'export-seats': exportSeatsSchema,
  'find-movements': foundMovementSchema,
  'fixed-tickets': fixedTicketSchema,
  'health-inputs': healthInputsSchema,
  'loss-outcomes': lossOutcomeSchema,
  'open-alert-accounts': openAlertAccountsSchema,
  'open-alerts': openAlertSchema,
  'outreach-outcomes': outcomeRowSchema,
  'revenue-history': revenueHistorySchema,
  'people-months': peopleMonthSchema,
  'people-before': peopleBeforeSchema,
  'people-stopped': stoppedPersonSchema,
  'rule-activity': ruleActivitySchema,
  'rule-people': rulePersonSchema,
  'seat-balances': seatBalanceSchema,
  'seat-evidence': seatEvidenceSchema,
  'seat-groups': seatGroupSchema,
  'seat-ledger': ledgerRowSchema,
  'seats-bought': seatsBoughtSchema,
  'shown-bands': shownBandSchema,
  'source-overview': sourceOverviewSchema,
  'source-pulses': sourcePulseSchema,
  stakes: stakeRowSchema,
  'standing-ids': standingIdsSchema,
  standings: standingRowSchema,
  'standings-by-id': standingRowSchema,
  'standings-mark': standingsMarkSchema,
  'standings-of': standingRowSchema,
  'support-times': supportTimesSchema,
  'ticket-recap': ticketRecapSchema,
  'use-months': useMonthsSchema,
  'week-levels': weekLevelSchema,
  'workflow-counts': workflowCountSchema,
} as const satisfies Readonly<Record<string, z.ZodObject>>;
