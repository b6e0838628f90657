/** What Slack sends, by how it is answered. */
export type SlackKind = 'command' | 'action' | 'view' | 'shortcut' | 'options' | 'event';

export interface JobEnd {
  readonly job: string;
  readonly outcome: 'done' | 'failed' | 'skipped';
  readonly seconds: number;
  /** How long after its time it began; null: it has none. */
  readonly lateSeconds: number | null;
}

/**
 * What is measured at the borders. Durations are seconds. Names come from registries in the code, never from what
 * somebody sent, so that nothing of an account or a person becomes a label.
 */
export interface Metrics {
  /** Since a request of Slack's arrived until it was acknowledged. */
  slackAcknowledged(kind: SlackKind, name: string, seconds: number): void;
  /** Since then until what was asked for is shown. */
  slackAnswered(kind: SlackKind, name: string, seconds: number): void;
  /** A call of the Web API that failed, by class of error. */
  slackRefused(method: string, error: string): void;
  /** What became of the items of a body; `lagSeconds`: since the newest of them happened. */
  ingested(source: string, items: IngestedItems, lagSeconds: number | null): void;
  /** One transaction of ingest. */
  stored(outcome: 'committed' | 'failed', signals: number, seconds: number): void;
  jobEnded(end: JobEnd): void;
  /** One attempt at a message of the outbox. */
  delivered(outcome: string): void;
}

export interface IngestedItems {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: { readonly length: number };
}

const ignore = (): void => undefined;

/** For programs that nobody scrapes. */
export const NO_METRICS: Metrics = {
  slackAcknowledged: ignore,
  slackAnswered: ignore,
  slackRefused: ignore,
  ingested: ignore,
  stored: ignore,
  jobEnded: ignore,
  delivered: ignore,
};
