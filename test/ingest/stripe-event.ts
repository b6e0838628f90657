/** Seats by subscription item. */
export type Items = Readonly<Record<string, number>>;

export interface SubscriptionEvent {
  readonly id: string;
  readonly account: string;
  readonly subscription: string;
  readonly items: Items;
  readonly at: string;
  readonly type?: 'created' | 'updated' | 'deleted' | undefined;
  readonly status?: string | undefined;
  /** Seconds: where the billed period starts and ends. */
  readonly period?: readonly [start: string, end: string] | undefined;
}

const seconds = (at: string): number => Math.floor(Date.parse(at) / 1000);

/** The body of a subscription webhook, with monthly seats at $75. */
export function stripeBody(event: SubscriptionEvent): string {
  const { account, at, id, items, period, subscription, type = 'updated' } = event;
  return JSON.stringify({
    id,
    object: 'event',
    type: `customer.subscription.${type}`,
    created: seconds(at),
    data: {
      object: {
        id: subscription,
        object: 'subscription',
        customer: `cus_${account}`,
        status: event.status ?? (type === 'deleted' ? 'canceled' : 'active'),
        metadata: { account_id: account },
        ...(period ? { billing_cycle_anchor: seconds(period[0]) } : {}),
        items: {
          data: Object.entries(items).map(([item, quantity]) => ({
            id: item,
            quantity,
            ...(period ? { current_period_start: seconds(period[0]), current_period_end: seconds(period[1]) } : {}),
            price: {
              id: 'price_seat',
              currency: 'usd',
              unit_amount: 7500,
              product: 'prod_seat',
              recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
            },
          })),
        },
      },
    },
  });
}
