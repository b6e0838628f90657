/** The value that a share of all does not exceed; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** In ms with one digit, for what is printed. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
