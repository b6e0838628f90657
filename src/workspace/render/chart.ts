import { type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../json.ts';
import { chartTicks } from './chart-ticks.ts';
import { escapeHtml } from './escape-html.ts';
import { pieHtml } from './pie.ts';

const WIDTH = 440;
const HEIGHT = 230;
const LEFT = 44;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 28;
const LABEL_WIDTH = 8;

interface Series {
  name: string;
  values: (number | null)[];
}

interface Plot {
  categories: string[];
  series: Series[];
  ticks: number[];
  x: (index: number) => number;
  y: (value: number) => number;
}

/** A `data_visualization` block as a figure: inline SVG, legend, and the numbers as a table for screen readers. */
export function chartHtml(block: JsonObject): string {
  const chart = objectOf(block['chart']);
  const title = escapeHtml(stringOf(block['title']));
  const body = chart['type'] === 'pie' ? pieHtml(chart, title) : cartesianHtml(chart, title);
  return `<figure class="chart"><figcaption>${title}</figcaption>${body}</figure>`;
}

function cartesianHtml(chart: JsonObject, title: string): string {
  const plot = createPlot(chart);
  const kind = stringOf(chart['type']);
  const marks = plot.series.map((series, index) => marksHtml(kind, series, index, plot)).join('');
  const axis = objectOf(chart['axis_config']);
  const x = stringOf(axis['x_label']);
  const y = stringOf(axis['y_label']);
  const axes = [x === '' ? '' : `${escapeHtml(x)} →`, y === '' ? '' : `↑ ${escapeHtml(y)}`].filter(Boolean);
  return `${axes.length === 0 ? '' : `<div class="axes"><span>${axes.at(-1)}</span><span>${axes.length > 1 ? axes[0] : ''}</span></div>`}
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(kind)} chart: ${title}">${gridHtml(plot)}${marks}</svg>
${legendHtml(plot.series)}${numbersHtml(plot)}`;
}

function createPlot(chart: JsonObject): Plot {
  const categories = listOf(objectOf(chart['axis_config'])['categories']).map(String);
  const series = objectsOf(chart['series']).map((one) => {
    const points = new Map(objectsOf(one['data']).map((point) => [stringOf(point['label']), point['value']]));
    const values = categories.map((category) => {
      const value = points.get(category);
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    });
    return { name: stringOf(one['name']), values };
  });
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  const ticks = chartTicks(Math.min(0, ...values), Math.max(0, ...values));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const step = (WIDTH - LEFT - RIGHT) / Math.max(categories.length, 1);
  return {
    categories,
    series,
    ticks,
    x: (index) => LEFT + step * (index + 0.5),
    y: (value) => TOP + ((high - value) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM),
  };
}

function gridHtml(plot: Plot): string {
  const lines = plot.ticks.map((tick) => {
    const y = round(plot.y(tick));
    const kind = tick === 0 ? 'axis' : 'grid';
    return `<line class="${kind}" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text class="tick" x="${LEFT - 6}" y="${y + 3.5}" text-anchor="end">${shortNumber(tick)}</text>`;
  });
  const widest = Math.max(...plot.categories.map((category) => category.length), 1) * LABEL_WIDTH + 8;
  const every = Math.max(1, Math.ceil((widest * plot.categories.length) / (WIDTH - LEFT - RIGHT)));
  const last = plot.categories.length - 1;
  const labels = plot.categories.map((category, index) => {
    const shown = (last - index) % every === 0;
    return shown
      ? `<text class="tick" x="${round(plot.x(index))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${escapeHtml(category)}</text>`
      : '';
  });
  return lines.join('') + labels.join('');
}

function marksHtml(kind: string, series: Series, index: number, plot: Plot): string {
  const color = `s${(index % 6) + 1}`;
  if (kind === 'bar') {
    return series.values.map((value, at) => barHtml({ value, at, index, series, color }, plot)).join('');
  }
  const points = series.values.flatMap((value, at) =>
    value === null ? [] : [{ x: round(plot.x(at)), y: round(plot.y(value)), at, value }],
  );
  const path = points.map((point, at) => `${at === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('');
  const [first] = points;
  const last = points.at(-1);
  const zero = round(plot.y(0));
  const area =
    kind === 'area' && first !== undefined && last !== undefined
      ? `<path class="area ${color}" d="${path}L${last.x} ${zero}L${first.x} ${zero}Z"/>`
      : '';
  const dots = points.map(
    (point) =>
      `<circle class="dot ${color}" cx="${point.x}" cy="${point.y}" r="3.2"><title>${pointTitle(series, plot, point)}</title></circle>`,
  );
  return `${area}<path class="line ${color}" d="${path}"/>${dots.join('')}`;
}

function barHtml(
  bar: { value: number | null; at: number; index: number; series: Series; color: string },
  plot: Plot,
): string {
  if (bar.value === null) {
    return '';
  }
  const step = (WIDTH - LEFT - RIGHT) / Math.max(plot.categories.length, 1);
  const width = Math.min((step * 0.72) / plot.series.length, 34);
  const x = plot.x(bar.at) + (bar.index - plot.series.length / 2) * width;
  const top = Math.min(plot.y(bar.value), plot.y(0));
  const height = Math.abs(plot.y(bar.value) - plot.y(0));
  return `<rect class="bar ${bar.color}" x="${round(x + 1)}" y="${round(top)}" width="${round(width - 2)}" height="${round(Math.max(height, 1))}" rx="2"><title>${pointTitle(bar.series, plot, { at: bar.at, value: bar.value })}</title></rect>`;
}

function pointTitle(series: Series, plot: Plot, point: { at: number; value: number }): string {
  return escapeHtml(`${series.name}, ${plot.categories[point.at] ?? ''}: ${point.value.toLocaleString('en-US')}`);
}

function legendHtml(series: readonly Series[]): string {
  const items = series.map(
    (one, index) => `<li><i class="swatch s${(index % 6) + 1}"></i>${escapeHtml(one.name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

function numbersHtml(plot: Plot): string {
  const head = plot.series.map((one) => `<th scope="col">${escapeHtml(one.name)}</th>`).join('');
  const rows = plot.categories.map((category, at) => {
    const cells = plot.series.map((one) => `<td>${one.values[at]?.toLocaleString('en-US') ?? '–'}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(category)}</th>${cells}</tr>`;
  });
  return `<details class="numbers"><summary>Show the numbers</summary><div class="table-scroll"><table class="table"><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`;
}

function shortNumber(value: number): string {
  return new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
