import type { ExclusionReason } from './facts.ts';

export type ActorType = 'human' | 'service' | 'api_key' | 'agent';

interface SignalBase {
  /** The vendor's own id of the account (or an alias, domain or billing customer that leads to it). */
  readonly accountKey: string;
  readonly occurredAt: Date;
  /** The key is the source's own: an unknown one makes no account, the signal waits until a mapping names it. */
  readonly knownOnly?: true | undefined;
}

/** A product event. `id` makes it countable once: a UUID from the sender's message id, or of its content. */
export interface ActivitySignal extends SignalBase {
  readonly kind: 'activity';
  readonly id: string;
  readonly name: string;
  readonly actor: ActorType;
  /** Where in the product it happened, in lower case, at most 50 characters; absent: not said. */
  readonly surface?: string | null | undefined;
  readonly userKey: string | null;
}

export interface ErrorSignal extends SignalBase {
  readonly kind: 'error';
  readonly id: string;
  readonly userKey: string | null;
}

export interface TicketSignal extends SignalBase {
  readonly kind: 'ticket';
  readonly ticketId: string;
  /** 'unchanged': tells its priority or subject, and is open unless something else is heard of it. */
  readonly state: 'opened' | 'closed' | 'unchanged';
  readonly priority: string | null;
  readonly subject: string | null;
}

export interface NpsSignal extends SignalBase {
  readonly kind: 'nps';
  readonly userKey: string;
  readonly score: number;
}

export type SubscriptionStatus = 'active' | 'past_due' | 'trialing' | 'unpaid' | 'paused' | 'incomplete' | 'canceled';

export interface SubscriptionItem {
  readonly item: string;
  /** null: this item is not a seat (metered, or another product). */
  readonly seats: number | null;
  readonly unitAmountDecimal: string | null;
  readonly interval: string | null;
  readonly intervalCount: number | null;
  /** The period that is billed now, half-open; absent where the source does not say. */
  readonly periodStart?: Date | null | undefined;
  readonly periodEnd?: Date | null | undefined;
}

/** A subscription as billing describes it at `occurredAt`; states may arrive in any order. */
export interface SubscriptionSignal extends SignalBase {
  readonly kind: 'subscription';
  readonly subscriptionId: string;
  readonly stateId: string;
  /** Order of states of the same second: created 0, updated 1, deleted 2. */
  readonly precedence: 0 | 1 | 2;
  readonly status: SubscriptionStatus;
  readonly plan: string | null;
  /** ISO 4217, upper case; null only when no money is named. */
  readonly currency: string | null;
  /** Paid seats of all seat items; null: says nothing about seats. */
  readonly seats: number | null;
  /** Minor units per month; null: says nothing about money, or `mrrUnknown`. */
  readonly mrrMinor: number | null;
  readonly mrrUnknown: boolean;
  readonly usageBased: boolean;
  readonly startedAt: Date | null;
  readonly renewsAt: Date | null;
  readonly cancelAtPeriodEnd: boolean;
  /** Where billing periods start counting; absent where the source does not say. */
  readonly billingAnchor?: Date | null | undefined;
  readonly items: readonly SubscriptionItem[];
}

/** Facts about the account itself; absent = unchanged. */
export interface AccountSignal extends SignalBase {
  readonly kind: 'account';
  readonly name?: string | undefined;
  readonly domain?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly plan?: string | undefined;
  readonly industry?: string | undefined;
  readonly owner?:
    | { readonly email: string; readonly name?: string | undefined; readonly slackUserId?: string | undefined }
    | undefined;
  readonly customerSince?: string | undefined;
  readonly renewsOn?: string | undefined;
  /** Null: said to count (again). */
  readonly excludedReason?: ExclusionReason | null | undefined;
  readonly stripeCustomerId?: string | undefined;
}

export interface UserSignal extends SignalBase {
  readonly kind: 'user';
  readonly userKey: string;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly department?: string | undefined;
  readonly seatAssigned?: boolean | undefined;
  readonly counts?: boolean | undefined;
}

export interface ContactSignal extends SignalBase {
  readonly kind: 'contact';
  readonly contactId: string;
  readonly name: string;
  readonly email: string | null;
  readonly persona: 'admin' | 'key_contact' | 'exec' | 'procurement';
  readonly userKey: string | null;
  readonly optedOut: boolean;
}

/** What an account took away on the local day of `occurredAt`. */
export interface LossSignal extends SignalBase {
  readonly kind: 'loss';
  /** False: the account stayed, with less. */
  readonly churned: boolean;
  /** Minor units per month; null: not said. */
  readonly lostMrrMinor: number | null;
  /** ISO 4217, upper case; null only when no money is named. */
  readonly currency: string | null;
  readonly reason: string | null;
}

/** One normalised fact from a source, ready to be stored. */
export type Signal =
  | ActivitySignal
  | ErrorSignal
  | TicketSignal
  | NpsSignal
  | SubscriptionSignal
  | AccountSignal
  | UserSignal
  | ContactSignal
  | LossSignal;
