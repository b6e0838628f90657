import type { types } from '@slack/bolt';

/** A chart; Slack's own block, which the published types do not have yet. */
export interface ChartBlock {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'line';
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: {
      readonly categories: readonly string[];
      readonly x_label?: string;
      readonly y_label?: string;
    };
  };
}

export type SlackBlock = types.KnownBlock | ChartBlock;

/** A message ready to send. On `invalid_blocks` or `msg_too_long`: blocks, then classic, then the text alone. */
export interface SlackMessage {
  /** Stands alone: the whole meaning, for notifications, screen readers and as the last resort. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  /** The twin without tables and charts; null when `blocks` are classic already. */
  readonly classic: readonly SlackBlock[] | null;
}

/** What the reader may see. */
export interface Viewer {
  readonly money: boolean;
}
