/** A colour `0xrrggbb` and how many pixels have it. */
type Counted = readonly [color: number, pixels: number];

const SHIFTS: readonly number[] = [16, 8, 0];
const channel = (color: number, shift: number): number => (color >> shift) & 255;

/** At most `most` colours that stand for the pixels, by median cut, and for each pixel the place of its colour. */
export function toPalette(
  pixels: Uint32Array,
  most: number,
): { readonly colors: readonly number[]; readonly places: Uint8Array } {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const colors = cut([[...counts]], most).map(middleOf);
  const nearest = new Map([...counts.keys()].map((color) => [color, nearestOf(color, colors)]));
  return { colors, places: Uint8Array.from(pixels, (pixel) => nearest.get(pixel) ?? 0) };
}

/** Halves the group that has most to lose until there are enough of them. */
function cut(groups: Counted[][], most: number): Counted[][] {
  while (groups.length < most) {
    const ranked = groups.map((group) => ({ group, ...widestOf(group) })).sort((a, b) => b.loss - a.loss);
    const [first] = ranked;
    if (first === undefined || first.loss === 0) break;
    const sorted = [...first.group].sort(([a], [b]) => channel(a, first.shift) - channel(b, first.shift));
    const at = halfOf(sorted);
    groups = [...ranked.slice(1).map(({ group }) => group), sorted.slice(0, at), sorted.slice(at)];
  }
  return groups;
}

/** The channel in which the colours differ most, and what it costs to make them one. */
function widestOf(group: readonly Counted[]): { readonly shift: number; readonly loss: number } {
  const pixels = group.reduce((sum, [, count]) => sum + count, 0);
  const spans = SHIFTS.map((shift) => {
    const values = group.map(([color]) => channel(color, shift));
    return { shift, span: values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 255) };
  });
  const widest = spans.reduce((a, b) => (b.span > a.span ? b : a));
  return { shift: widest.shift, loss: widest.span ** 2 * Math.sqrt(pixels) };
}

function halfOf(sorted: readonly Counted[]): number {
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let seen = 0;
  const at = sorted.findIndex(([, count]) => {
    seen += count;
    return seen >= half;
  });
  return Math.min(Math.max(at + 1, 1), sorted.length - 1);
}

/** The commonest colour of a group where it is most of it, so that surfaces keep theirs; else the mean. */
function middleOf(group: readonly Counted[]): number {
  const total = group.reduce((sum, [, count]) => sum + count, 0);
  const common = group.reduce((a, b) => (b[1] > a[1] ? b : a));
  if (common[1] * 2 >= total) return common[0];
  const mean = (shift: number): number =>
    Math.round(group.reduce((sum, [color, count]) => sum + channel(color, shift) * count, 0) / total);
  return SHIFTS.reduce((color, shift) => color | (mean(shift) << shift), 0);
}

function nearestOf(color: number, colors: readonly number[]): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [place, other] of colors.entries()) {
    const far = SHIFTS.reduce((sum, shift) => sum + (channel(color, shift) - channel(other, shift)) ** 2, 0);
    if (far < least) [best, least] = [place, far];
  }
  return best;
}
