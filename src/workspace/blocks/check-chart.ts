import { isObject, type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../json.ts';
import { LIMITS } from './limits.ts';
import { checkList, checkString, type Problems } from './problems.ts';

/** A `data_visualization` block: pie segments, or series with one point per category. */
export function checkChart(problems: Problems, block: JsonObject, pointer: string): void {
  checkString(problems, block['title'], `${pointer}/title`, { min: 1, max: LIMITS.chartTitle });
  const chart = block['chart'];
  const at = `${pointer}/chart`;
  if (!isObject(chart)) {
    problems.add(at, 'missing required field');
    return;
  }
  if (chart['type'] === 'pie') {
    checkSegments(problems, chart, at);
  } else if (['line', 'bar', 'area'].includes(stringOf(chart['type']))) {
    checkSeries(problems, chart, at);
  } else {
    problems.add(`${at}/type`, 'must be one of line, bar, area, pie');
  }
}

function checkSegments(problems: Problems, chart: JsonObject, pointer: string): void {
  const rule = { min: 1, max: LIMITS.chartSeries };
  for (const segment of checkList(problems, chart['segments'], `${pointer}/segments`, rule)) {
    checkString(problems, segment.item['label'], `${segment.pointer}/label`, { min: 1, max: LIMITS.chartName });
    const value = segment.item['value'];
    if (typeof value !== 'number' || !(value > 0)) {
      problems.add(`${segment.pointer}/value`, 'must be more than 0');
    }
  }
}

function checkSeries(problems: Problems, chart: JsonObject, pointer: string): void {
  const categories = checkAxis(problems, objectOf(chart['axis_config']), `${pointer}/axis_config`);
  const series = checkList(problems, chart['series'], `${pointer}/series`, { min: 1, max: LIMITS.chartSeries });
  const names = series.map((one) => stringOf(one.item['name']));
  if (new Set(names).size !== names.length) {
    problems.add(`${pointer}/series`, 'series names must be unique');
  }
  for (const one of series) {
    checkString(problems, one.item['name'], `${one.pointer}/name`, { min: 1, max: LIMITS.chartName });
    const points = objectsOf(one.item['data']);
    const labels = points.map((point) => stringOf(point['label']));
    if (labels.length !== categories.length || categories.some((category) => !labels.includes(category))) {
      problems.add(`${one.pointer}/data`, 'must have exactly one point per category');
    }
    if (points.some((point) => typeof point['value'] !== 'number' || !Number.isFinite(point['value']))) {
      problems.add(`${one.pointer}/data`, 'values must be numbers');
    }
  }
}

function checkAxis(problems: Problems, axis: JsonObject, pointer: string): string[] {
  const categories = listOf(axis['categories']);
  if (categories.length < 1 || categories.length > LIMITS.chartCategories) {
    problems.add(`${pointer}/categories`, `must have 1 to ${LIMITS.chartCategories} items`);
  }
  categories.forEach((category, index) => {
    checkString(problems, category, `${pointer}/categories/${index}`, { min: 1, max: LIMITS.chartName });
  });
  const label = { max: LIMITS.chartAxisLabel, optional: true };
  checkString(problems, axis['x_label'], `${pointer}/x_label`, label);
  checkString(problems, axis['y_label'], `${pointer}/y_label`, label);
  return categories.map(stringOf);
}
