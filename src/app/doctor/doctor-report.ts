/** `problem`: somebody must act, and the remedy says how; `note`: worth knowing. */
export type FindingState = 'ok' | 'note' | 'problem';

export const DOCTOR_AREAS = [
  'configuration',
  'database',
  'slack',
  'sources',
  'snapshots',
  'jobs',
  'deliveries',
] as const;
export type DoctorArea = (typeof DOCTOR_AREAS)[number];

/** One thing that was looked at. Texts may hold what strangers sent: escape them where they are rendered. */
export interface Finding {
  readonly area: DoctorArea;
  readonly state: FindingState;
  readonly text: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

export interface SourceFreshness {
  readonly source: string;
  /** Kind of signal: activity, errors, tickets, billing, nps, profile. */
  readonly kind: string;
  readonly lastOccurredAt: Date;
  readonly lastReceivedAt: Date;
  /** Received so far. */
  readonly signals: number;
  /** Counted signals of today, of the last full local day, and the median of that weekday in four weeks. */
  readonly today: number;
  readonly lastDay: number;
  readonly usual: number;
  readonly broken: boolean;
}

export interface Unattributed {
  readonly source: string;
  readonly reason: string;
  readonly signals: number;
  readonly lastReceivedAt: Date;
  readonly lastSample: string | null;
}

/** A key that leads to no account, or to several. */
export interface WaitingKey {
  readonly key: string;
  /** Signals that wait for it. */
  readonly signals: number;
  /** Ids of accounts that claim it; of more than one, none gets it. */
  readonly accounts: readonly string[];
}

/** Signals that are kept until their account is known. */
export interface WaitingSource {
  readonly source: string;
  /** Came within the last seven local days, today included; some may have found their account since. */
  readonly lastWeek: number;
  /** Wait now. */
  readonly waiting: number;
  /** The keys that most signals wait for, at most five. */
  readonly keys: readonly WaitingKey[];
  readonly remedy: string;
}

export interface JobStand {
  readonly job: string;
  /** What the job is about, such as a channel; '' when there is only one. */
  readonly scope: string;
  /** Null: it has no time of its own. */
  readonly nextAt: Date | null;
  readonly last: {
    readonly day: string;
    readonly state: 'running' | 'done' | 'failed' | 'skipped';
    readonly note: string | null;
  } | null;
}

/** What `cs-pulse doctor` and `/pulse doctor` say. */
export interface DoctorReport {
  readonly checkedAt: Date;
  readonly timeZone: string;
  readonly ok: boolean;
  /** False: the database could not be asked, and the lists are empty. */
  readonly databaseReached: boolean;
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceFreshness[];
  readonly unattributed: readonly Unattributed[];
  readonly waiting: readonly WaitingSource[];
  readonly jobs: readonly JobStand[];
}

export function fine(area: DoctorArea, text: string): Finding {
  return { area, state: 'ok', text, remedy: null };
}

export function note(area: DoctorArea, text: string, remedy: string | null = null): Finding {
  return { area, state: 'note', text, remedy };
}

export function problem(area: DoctorArea, text: string, remedy: string): Finding {
  return { area, state: 'problem', text, remedy };
}
