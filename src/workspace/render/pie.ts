import { type JsonObject, objectsOf, stringOf } from '../json.ts';
import { escapeHtml } from './escape-html.ts';

const RADIUS = 80;
const HOLE = 46;

/** A pie as a ring, each slice with its share in the legend. */
export function pieHtml(chart: JsonObject, title: string): string {
  const segments = objectsOf(chart['segments']).map((segment) => ({
    label: stringOf(segment['label']),
    value: typeof segment['value'] === 'number' && segment['value'] > 0 ? segment['value'] : 0,
  }));
  const total = segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  let turned = 0;
  const slices = segments.map((segment, index) => {
    const from = turned / total;
    turned += segment.value;
    const name = `${segment.label}: ${segment.value.toLocaleString('en-US')}`;
    return `<path class="bar s${(index % 6) + 1}" fill-rule="evenodd" d="${ringPath(from, turned / total)}"><title>${escapeHtml(name)}</title></path>`;
  });
  const legend = segments.map((segment, index) => {
    const share = `${((segment.value / total) * 100).toFixed(0)} %`;
    return `<li><i class="swatch s${(index % 6) + 1}"></i>${escapeHtml(segment.label)} <b>${segment.value.toLocaleString('en-US')}</b> <span class="dim">${share}</span></li>`;
  });
  return `<div class="pie"><svg viewBox="-90 -90 180 180" role="img" aria-label="pie chart: ${title}">${slices.join('')}</svg><ul class="legend">${legend.join('')}</ul></div>`;
}

function ringPath(from: number, to: number): string {
  if (to - from >= 0.9999) {
    return `${circlePath(RADIUS)}${circlePath(HOLE)}`;
  }
  const large = to - from > 0.5 ? 1 : 0;
  return `M${at(from, RADIUS)}A${RADIUS} ${RADIUS} 0 ${large} 1 ${at(to, RADIUS)}L${at(to, HOLE)}A${HOLE} ${HOLE} 0 ${large} 0 ${at(from, HOLE)}Z`;
}

function circlePath(radius: number): string {
  return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}Z`;
}

function at(turn: number, radius: number): string {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return `${(Math.cos(angle) * radius).toFixed(2)} ${(Math.sin(angle) * radius).toFixed(2)}`;
}
