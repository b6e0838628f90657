import type { ComponentKey } from '../../domain/assessment.ts';
import type { HealthDefinition, Range, Segment, SegmentMatch } from '../../domain/definition.ts';
import { CAP_LABELS, COMPONENT_LABELS } from '../../words/labels.ts';
import { untrusted } from '../mrkdwn.ts';

/** The segments of a definition in the order in which they are tried, or that there are none. */
export function segmentsText({ segments, id, version }: HealthDefinition): string {
  if (segments.length === 0) {
    return `*Segments* give some accounts other weights, curves or caps. ${id}@${version} has none: all accounts are under the same rules.`;
  }
  const lines = segments.map(
    (segment, index) => `${segmentName(segment, index)}: ${matchText(segment.match)} → ${rulesText(segment)}`,
  );
  return `*Segments* of ${id}@${version}, the first that matches decides:\n${lines.map((line) => `• ${line}`).join('\n')}`;
}

/** ` There are other rules for 2 segments.`; nothing without one. */
export function otherRules({ segments }: HealthDefinition): string {
  if (segments.length === 0) return '';
  const names = segments.map(segmentName).join(', ');
  return ` Other rules hold for ${segments.length === 1 ? 'the segment' : 'the segments'} ${names}.`;
}

function segmentName({ name }: Segment, index: number): string {
  return name === undefined ? `#${index + 1}` : `“${untrusted(name, { max: 40 })}”`;
}

function matchText({ plan, industry, size, tenure_months }: SegmentMatch): string {
  const named = (label: string, names: readonly string[] | undefined): string[] =>
    names === undefined ? [] : [`${label} ${names.map((name) => untrusted(name, { max: 40 })).join(' or ')}`];
  return [
    ...named('plan', plan),
    ...named('industry', industry),
    ...(size === undefined ? [] : [`${rangeText(size)} seats`]),
    ...(tenure_months === undefined ? [] : [`${rangeText(tenure_months)} months a customer`]),
  ].join(', ');
}

function rangeText([from, to]: Range): string {
  return to === null ? `${from} or more` : `${from} to ${to}`;
}

function rulesText({ weights = {}, anchors = {}, caps = {}, trend, silent_days }: Segment): string {
  const label = (key: string): string => COMPONENT_LABELS[key as ComponentKey];
  const parts = [
    ...Object.entries(weights).map(([key, weight]) => `${label(key)} weighs ${weight}`),
    ...Object.entries(anchors).map(([key, curve]) => `${label(key)} ${curve.map(([x, y]) => `${x}→${y}`).join(', ')}`),
    ...Object.entries(caps).map(([key, max]) => `${CAP_LABELS[key as keyof typeof CAP_LABELS]} ${max}`),
    ...(trend === undefined ? [] : [`trend noise ${trend.noise}`]),
    ...(silent_days === undefined ? [] : [`silent after ${silent_days} days`]),
  ];
  return parts.length === 0 ? 'the rules of everybody' : parts.join(' · ');
}
