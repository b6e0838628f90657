/** About five round numbers that span a range (steps of 1, 2, 2.5 or 5 times a power of ten). */
export function chartTicks(low: number, high: number): number[] {
  if (!(high > low)) {
    return [0, 1];
  }
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
