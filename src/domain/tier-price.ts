import { type Decimal, parseDecimal } from './decimal.ts';

export interface PriceTier {
  /** Last unit of the tier; null for the open last tier. */
  readonly upTo: number | null;
  /** Minor units, decimals allowed; null for none. */
  readonly unitAmountDecimal: string | null;
  readonly flatAmountDecimal: string | null;
}

export interface TieredPrice {
  /** `volume`: one tier prices every unit. `graduated`: each tier prices the units that fall into it. */
  readonly mode: 'graduated' | 'volume';
  readonly tiers: readonly PriceTier[];
}

/** Decimal places that a provider's decimal amounts may have. */
const SCALE = 10n ** 12n;

/** Minor units per billing period; null when no tier reaches the quantity or an amount cannot be read. No seats cost nothing. */
export function tierPrice({ mode, tiers }: TieredPrice, quantity: number): Decimal | null {
  let units = 0n;
  let below = 0;
  if (quantity === 0) return { units, scale: SCALE };
  for (const tier of tiers) {
    const last = tier.upTo ?? quantity;
    const inTier = mode === 'volume' ? quantity : Math.min(quantity, last) - below;
    const price = priceOf(tier, inTier);
    if (price === null) return null;
    if (mode === 'graduated') units += price;
    if (quantity <= last) return { units: mode === 'volume' ? price : units, scale: SCALE };
    below = last;
  }
  return null;
}

function priceOf(tier: PriceTier, quantity: number): bigint | null {
  const unit = scaled(tier.unitAmountDecimal);
  const flat = scaled(tier.flatAmountDecimal);
  return unit === null || flat === null ? null : unit * BigInt(quantity) + flat;
}

function scaled(amount: string | null): bigint | null {
  const decimal = parseDecimal(amount ?? '0');
  return decimal === null || decimal.scale > SCALE ? null : decimal.units * (SCALE / decimal.scale);
}
