/** How much of everything. */
export interface Size {
  readonly kills: number;
  readonly outages: number;
  readonly cuts: number;
  /** Acknowledged events that all of it together must reach. */
  readonly atLeast: number;
}
