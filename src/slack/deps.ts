import type { accountHealth } from '../app/accounts/account-health.ts';
import type { findAccount } from '../app/accounts/find-account.ts';
import type { suggestAccounts } from '../app/accounts/suggest-accounts.ts';
import type { audit } from '../app/audit/audit.ts';
import type { readAudit } from '../app/audit/read-audit.ts';
import type { whyChanged } from '../app/changes/explain-change.ts';
import type { Context } from '../app/context.ts';
import type { recentDeliveries } from '../app/delivery/recent-deliveries.ts';
import type { composeDigest } from '../app/digest/compose-digest.ts';
import type { DoctorReport } from '../app/doctor/doctor-report.ts';
import type { continueDraft } from '../app/drafts/continue-draft.ts';
import type { discardDraft } from '../app/drafts/discard-draft.ts';
import type { DraftEmailInput, draftEmail } from '../app/drafts/draft-email.ts';
import type { keepDraft } from '../app/drafts/keep-draft.ts';
import type { keptDraft } from '../app/drafts/kept-draft.ts';
import type { lintDraftText } from '../app/drafts/lint-draft-text.ts';
import type { PolishOutcome } from '../app/drafts/polish-draft.ts';
import type { accountEpisodes } from '../app/episodes/account-episodes.ts';
import type { acknowledgeEpisodes } from '../app/episodes/acknowledge-episodes.ts';
import type { openEpisodes } from '../app/episodes/open-episodes.ts';
import type { snoozeEpisodes } from '../app/episodes/snooze-episodes.ts';
import type { wakeEpisodes } from '../app/episodes/wake-episodes.ts';
import type { addGrowthPlan } from '../app/judgements/add-growth-plan.ts';
import type { endGrowthPlan } from '../app/judgements/end-growth-plan.ts';
import type { endOverride } from '../app/judgements/end-override.ts';
import type { setOverride } from '../app/judgements/set-override.ts';
import type { setSentiment } from '../app/judgements/set-sentiment.ts';
import type { myBook } from '../app/my-book/my-book.ts';
import type { lastTouch } from '../app/outreach/last-contact.ts';
import type { outreachOutcomes } from '../app/outreach/outreach-outcomes.ts';
import type { recordOutreach } from '../app/outreach/record-outreach.ts';
import type { healthList } from '../app/portfolio/health-list.ts';
import type { portfolioMetrics } from '../app/portfolio/portfolio-metrics.ts';
import type { setPreferences } from '../app/preferences/set-preferences.ts';
import type { listPublished } from '../app/publishing/list-published.ts';
import type { pausePublished } from '../app/publishing/pause-published.ts';
import type { PublishInput } from '../app/publishing/publish-dashboard.ts';
import type { NewPublished } from '../app/publishing/published-report.ts';
import type { resumePublished } from '../app/publishing/resume-published.ts';
import type { revokePublished } from '../app/publishing/revoke-published.ts';
import type { bottomAccounts } from '../app/qbr/bottom-accounts.ts';
import type { qbrPack } from '../app/qbr/qbr-pack.ts';
import type { renewalCalendar } from '../app/renewals/renewal-calendar.ts';
import type { renewalTalk } from '../app/renewals/renewal-talk.ts';
import type { revenueCohorts } from '../app/revenue/revenue-cohorts.ts';
import type { portfolioMovers } from '../app/rollup/portfolio-movers.ts';
import type { accountSeatGroups } from '../app/seats/account-seat-groups.ts';
import type { accountSeats } from '../app/seats/account-seats.ts';
import type { seatGroups } from '../app/seats/seat-groups.ts';
import type { seatReport } from '../app/seats/seat-report.ts';
import type { SettingsReport } from '../app/settings/settings-report.ts';
import type { accountTouches } from '../app/touches/account-touches.ts';
import type { logTouch } from '../app/touches/log-touch.ts';
import type { Intent } from '../domain/ask/intent.ts';
import type { mailtoUrl } from '../email/mailto.ts';

export type ChannelVerdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** Everything that the Slack adapter asks the product for. The composition root passes the use cases. */
export interface SlackDeps {
  readonly findAccount: typeof findAccount;
  readonly suggestAccounts: typeof suggestAccounts;
  readonly accountHealth: typeof accountHealth;
  readonly whyChanged: typeof whyChanged;
  readonly healthList: typeof healthList;
  readonly bottomAccounts: typeof bottomAccounts;
  readonly qbrPack: typeof qbrPack;
  readonly myBook: typeof myBook;
  readonly seatReport: typeof seatReport;
  readonly accountSeats: typeof accountSeats;
  readonly seatGroups: typeof seatGroups;
  readonly accountSeatGroups: typeof accountSeatGroups;
  readonly composeDigest: typeof composeDigest;
  readonly draftEmail: typeof draftEmail;
  readonly lintDraftText: typeof lintDraftText;
  readonly keepDraft: typeof keepDraft;
  readonly keptDraft: typeof keptDraft;
  readonly continueDraft: typeof continueDraft;
  readonly discardDraft: typeof discardDraft;
  /** Another wording of a draft; null where no language model is set up. */
  readonly polishDraft:
    | ((call: { readonly ctx: Context; readonly input: DraftEmailInput }) => Promise<PolishOutcome>)
    | null;
  readonly recordOutreach: typeof recordOutreach;
  readonly lastTouch: typeof lastTouch;
  readonly outreachOutcomes: typeof outreachOutcomes;
  readonly setOverride: typeof setOverride;
  readonly endOverride: typeof endOverride;
  readonly addGrowthPlan: typeof addGrowthPlan;
  readonly endGrowthPlan: typeof endGrowthPlan;
  readonly setSentiment: typeof setSentiment;
  readonly logTouch: typeof logTouch;
  readonly accountTouches: typeof accountTouches;
  readonly accountEpisodes: typeof accountEpisodes;
  readonly acknowledgeEpisodes: typeof acknowledgeEpisodes;
  readonly openEpisodes: typeof openEpisodes;
  readonly snoozeEpisodes: typeof snoozeEpisodes;
  readonly wakeEpisodes: typeof wakeEpisodes;
  /** Looks at the installation. */
  readonly doctor: (call: { readonly ctx: Context }) => Promise<DoctorReport>;
  readonly portfolioMovers: typeof portfolioMovers;
  readonly renewalCalendar: typeof renewalCalendar;
  readonly renewalTalk: typeof renewalTalk;
  readonly portfolioMetrics: typeof portfolioMetrics;
  readonly revenueCohorts: typeof revenueCohorts;
  readonly recentDeliveries: typeof recentDeliveries;
  readonly showSettings: (call: {
    readonly ctx: Context;
    readonly input: { readonly slackUserId: string };
  }) => Promise<SettingsReport>;
  readonly setPreferences: typeof setPreferences;
  /** Where it is shown is settled by the installation. */
  readonly publishDashboard: (call: {
    readonly ctx: Context;
    readonly input: Omit<PublishInput, 'place'>;
  }) => Promise<NewPublished>;
  readonly listPublished: typeof listPublished;
  readonly pausePublished: typeof pausePublished;
  readonly resumePublished: typeof resumePublished;
  readonly revokePublished: typeof revokePublished;
  /** What a question in plain words means; null: it is not understood. */
  readonly understandQuestion: (call: {
    readonly ctx: Context;
    readonly input: { readonly text: string };
  }) => Promise<Intent | null>;
  readonly audit: typeof audit;
  readonly readAudit: typeof readAudit;
  readonly mailtoUrl: typeof mailtoUrl;
  /** Whether a channel may see account data right now; unknown means no. */
  readonly checkChannel: (channelId: string, options?: { readonly fresh?: boolean }) => Promise<ChannelVerdict>;
  /** Drops what is remembered of a channel that was shared, unshared or archived. */
  readonly forgetChannel?: ((channelId: string) => void) | undefined;
  /** Whether any process has seen a delivery, remembering it; each remembers its own by itself as well. */
  readonly seen?: ((key: string) => Promise<boolean>) | undefined;
}
