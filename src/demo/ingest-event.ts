/** One item of a batch for the generic ingest route. */
export interface IngestEvent {
  readonly event: string;
  /** RFC 3339 in UTC. */
  readonly timestamp: string;
  readonly account_id: string;
  readonly user_id?: string;
  /** The same in every load, so that a second one changes nothing. */
  readonly message_id: string;
  readonly properties?: Readonly<Record<string, string | number>>;
}
