import type { Context } from '../app/context.ts';
import type {
  AccountHealthReport,
  AccountMatch,
  AccountRef,
  AccountSeatsReport,
  ContactRef,
  DigestReport,
  HealthListReport,
  SeatFilter,
  SeatReport,
} from '../app/reports.ts';

type Verb<Input, Output> = (call: { readonly ctx: Context; readonly input: Input }) => Promise<Output>;

/** A draft for one account as the drafting verb gives it. */
export interface EmailDraft {
  readonly account: AccountRef;
  readonly bucket: string;
  readonly persona: string;
  readonly personas: readonly string[];
  readonly templates: readonly { readonly id: string; readonly label: string }[];
  readonly templateId: string;
  readonly contacts: readonly ContactRef[];
  readonly contactId: string | null;
  readonly to: string | null;
  readonly subject: string;
  readonly body: string;
  readonly warnings: readonly string[];
}

export interface DraftInput {
  readonly accountId: string;
  readonly persona?: string | undefined;
  readonly templateId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly sender: { readonly name: string };
}

export interface OutreachInput {
  readonly accountId: string;
  readonly bucket: string;
  readonly persona: string;
  readonly templateId: string;
  readonly recipient: string | null;
  readonly subject: string;
  readonly body: string;
  readonly actor: string;
}

export type ChannelVerdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** Everything that the Slack adapter asks the product for. The composition root passes the use cases. */
export interface SlackDeps {
  readonly findAccount: Verb<{ readonly text: string }, AccountMatch>;
  readonly suggestAccounts: Verb<{ readonly text: string; readonly limit: number }, readonly AccountRef[]>;
  readonly accountHealth: Verb<{ readonly accountId: string }, AccountHealthReport>;
  readonly healthList: Verb<
    { readonly ownerSlackUserId?: string | undefined; readonly limit?: number | undefined },
    HealthListReport
  >;
  readonly seatReport: Verb<{ readonly filter: SeatFilter }, SeatReport>;
  readonly accountSeats: Verb<{ readonly accountId: string }, AccountSeatsReport>;
  readonly composeDigest: Verb<Record<never, never>, DigestReport>;
  readonly draftEmail: Verb<DraftInput, EmailDraft>;
  readonly lintDraftText: Verb<
    Pick<OutreachInput, 'accountId' | 'persona' | 'templateId' | 'subject' | 'body'>,
    readonly string[]
  >;
  readonly recordOutreach: Verb<OutreachInput, { readonly outreachId: string }>;
  readonly audit: Verb<
    {
      readonly actor: string;
      readonly action: string;
      readonly accountId?: string | undefined;
      readonly detail: Readonly<Record<string, unknown>>;
    },
    void
  >;
  /** A link that opens a mail program; throws AppError `invalid` for what is not one plain address. */
  readonly mailtoUrl: (draft: { readonly to: string | null; readonly subject: string; readonly body: string }) => {
    readonly url: string;
    readonly bodyOmitted: boolean;
  };
  /** Whether a channel may see account data; unknown means no. `fresh` asks Slack again, right before a post. */
  readonly checkChannel: (
    channelId: string,
    options?: { readonly fresh?: boolean | undefined },
  ) => Promise<ChannelVerdict>;
  /** Drops what is remembered of a channel that was shared, unshared or archived. */
  readonly forgetChannel?: ((channelId: string) => void) | undefined;
  /** Whether a delivery was seen within 24 hours, remembering it; the process remembers them itself as well. */
  readonly seen?: ((key: string) => Promise<boolean>) | undefined;
}
