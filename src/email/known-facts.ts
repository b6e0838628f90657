import type { Bucket } from '../domain/assessment.ts';
import type { Money } from '../domain/money.ts';

/** Who the draft is written to, by what they decide at the account. */
export type Persona = 'admin' | 'key_contact' | 'exec' | 'procurement';

/**
 * Why we write: the account's bucket, or an occasion that outranks it. `right_size` means that the customer
 * asked for their numbers or for fewer seats, and is answered in full.
 */
export type DraftBucket = Bucket | 'silent_14' | 'incident' | 'renewal' | 'right_size';

export interface MonthCount {
  readonly people: number;
  /** How the month is called in a sentence: "November". */
  readonly monthLabel: string;
}

export interface Workflow {
  readonly name: string;
  /** Times completed in the last 30 days. */
  readonly completed?: number | undefined;
  /** Team that uses it; never a person. */
  readonly usedBy?: string | undefined;
}

export interface OpenTicket {
  readonly subject: string;
}

export interface FixedIssue {
  readonly subject: string;
  /** 'YYYY-MM-DD'. */
  readonly fixedOn: string;
}

export interface Incident {
  readonly summary: string;
  /** 'YYYY-MM-DD'. */
  readonly on: string;
  readonly fixedOn?: string | undefined;
}

export interface ContractPrice extends Money {
  readonly per: 'month' | 'year';
}

export interface Department {
  readonly name: string;
  readonly people: number;
}

/** Facts that at least one persona may read, in the form in which a draft holds them. */
export interface SharedFacts {
  /** Distinct people active in the last 30 days. */
  readonly activePeople: number;
  readonly activePeopleBefore: MonthCount;
  readonly seatsAvailableToInvite: number;
  readonly seatsInUse: number;
  readonly seatsPaid: number;
  /** Seats added lately. */
  readonly newSeats: number;
  readonly workflow: Workflow;
  /** What the customer said they want to reach. */
  readonly goal: string;
  /** What the recipient set up or did; a person may be reminded of their own work only. */
  readonly ownWork: string;
  readonly openTickets: readonly OpenTicket[];
  readonly fixedIssues: readonly FixedIssue[];
  readonly incident: Incident;
  /** 'YYYY-MM-DD'. */
  readonly renewalDate: string;
  readonly contractPrice: ContractPrice;
  readonly departments: readonly Department[];
}
export type SharedFactName = keyof SharedFacts;

/** Facts that no customer may read; they are listed so that the policy can say so, and a test can prove it. */
export interface NeverSharedFacts {
  readonly scoreTenths: number;
  readonly band: string;
  readonly seatExposure: Money;
  readonly mrr: Money;
  readonly arr: Money;
  readonly priority: string;
  readonly playbook: string;
  readonly npsByPerson: readonly { readonly name: string; readonly score: number }[];
  readonly activityByPerson: readonly { readonly name: string; readonly lastActiveOn: string }[];
  readonly otherAccounts: readonly string[];
  readonly predictedSeats: number;
  readonly internalNotes: readonly string[];
}
export type FactName = SharedFactName | keyof NeverSharedFacts;

interface Severity {
  /** It stopped their work; only then an executive hears of it. */
  readonly severe?: boolean | undefined;
}

type Unknowable<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** The words around the facts: names, and what the sender offers. */
export interface KnownNames {
  readonly accountId: string;
  readonly accountName: string;
  /** 'YYYY-MM-DD': the day the facts are counted to. */
  readonly asOf: string;
  readonly recipientFirstName?: string | null | undefined;
  readonly recipientDepartment?: string | null | undefined;
  readonly senderName?: string | null | undefined;
  readonly productName?: string | null | undefined;
  /** Day offered for a talk: "Thursday". */
  readonly meetingDay?: string | null | undefined;
  readonly meetingMinutes?: number | undefined;
  readonly setupMinutes?: number | undefined;
  /** What this person asked to see. */
  readonly askedFor?: readonly ('seats' | 'price')[] | undefined;
}

/** Everything that is known of the account, allowed or not; `null` or absent = not known. */
export interface KnownFacts
  extends KnownNames,
    Unknowable<Omit<SharedFacts, 'openTickets' | 'fixedIssues' | 'incident'>>,
    Unknowable<NeverSharedFacts> {
  readonly openTickets?: readonly (OpenTicket & Severity)[] | null | undefined;
  readonly fixedIssues?: readonly (FixedIssue & Severity)[] | null | undefined;
  readonly incident?: (Incident & Severity) | null | undefined;
}
