import type { ExclusionReason } from '../domain/facts.ts';

export type DemoPlan = 'Starter' | 'Pro' | 'Business' | 'Usage' | 'Free';
export type DemoCurrency = 'USD' | 'EUR' | 'GBP' | 'JPY';

/** All times are days before the portfolio's `today`: 1 is the last full day, 0 is today. */
export interface DemoAccount {
  readonly accountId: string;
  readonly name: string;
  readonly domain: string;
  readonly plan: DemoPlan;
  readonly industry: string;
  readonly ownerEmail: string;
  readonly customerDaysAgo: number;
  /** Null: no contract end is agreed. */
  readonly renewsInDays: number | null;
  readonly excludedReason: ExclusionReason | null;
  readonly billing: DemoBilling;
  /** A user's index is the `user` of visits, errors and answers. */
  readonly users: readonly DemoUser[];
  readonly contacts: readonly DemoContact[];
  readonly visits: readonly DemoVisit[];
  readonly errors: readonly DemoError[];
  readonly tickets: readonly DemoTicket[];
  readonly nps: readonly DemoAnswer[];
}

export interface DemoUser {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: 'admin' | 'ic';
  readonly department: string;
  readonly seatAssigned: boolean;
}

export interface DemoContact {
  readonly contactId: string;
  readonly name: string;
  readonly email: string;
  readonly persona: 'admin' | 'key_contact' | 'exec' | 'procurement';
  readonly userId: string | null;
}

/** One person's activity on one day. */
export interface DemoVisit {
  readonly daysAgo: number;
  readonly user: number;
  readonly events: number;
}

export interface DemoError {
  readonly daysAgo: number;
  readonly user: number;
}

export interface DemoTicket {
  readonly ticketId: string;
  readonly subject: string;
  readonly priority: 'low' | 'normal' | 'high' | 'urgent';
  readonly openedDaysAgo: number;
  readonly closedDaysAgo: number | null;
}

export interface DemoAnswer {
  readonly daysAgo: number;
  readonly user: number;
  readonly score: number;
}

export interface DemoBilling {
  /** `events`: seat_count_set through the ingest route; `stripe`: signed subscription webhooks. */
  readonly via: 'events' | 'stripe';
  readonly currency: DemoCurrency;
  readonly interval: 'month' | 'year';
  /** Price of one seat per interval in minor units. */
  readonly unitAmountMinor: number;
  /** Oldest first. */
  readonly states: readonly DemoBillingState[];
}

export interface DemoBillingState {
  readonly daysAgo: number;
  /** Null: this state says nothing about seats. */
  readonly seats: number | null;
  readonly status: 'active' | 'past_due' | 'trialing' | 'canceled';
  readonly cancelAtPeriodEnd: boolean;
  readonly usageBased: boolean;
}
