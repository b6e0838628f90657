import { withInnerBlocks } from '../blocks/check-block.ts';
import { elementsOf } from '../blocks/elements-of.ts';
import { findElement } from '../blocks/find-element.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '../json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { initialState, isStateful, type RawValue, stateValue } from './state-values.ts';

/** `token`, `team`, `user`, `api_app_id` …: the head that every interaction payload carries. */
export function payloadHead(context: WorkspaceContext, user: string): JsonObject {
  const person = context.people.get(user);
  const { team } = context.options;
  return {
    token: 'verification-token',
    api_app_id: context.appId,
    team: { id: team.id, domain: team.domain },
    user: { id: user, username: person?.name ?? user, name: person?.name ?? user, team_id: person?.teamId ?? team.id },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Raw values by block_id and action_id, as the browser sends them. */
export type RawState = Record<string, Record<string, RawValue>>;

/** `state.values` for blocks: what the browser reported, and the initial value of everything else. */
export function stateValues(
  context: WorkspaceContext,
  blocks: readonly JsonObject[],
  reported: { raw: RawState; scope: string },
): JsonObject {
  const values: Record<string, Record<string, JsonObject>> = {};
  for (const block of blocks.flatMap(withInnerBlocks)) {
    const blockId = stringOf(block['block_id']);
    for (const element of elementsOf(block).filter(isStateful)) {
      const actionId = stringOf(element['action_id']);
      const raw = reported.raw[blockId]?.[actionId];
      const suggested = context.suggestions.get(suggestionKey(reported.scope, blockId, actionId)) ?? null;
      values[blockId] = {
        ...values[blockId],
        [actionId]: raw === undefined ? initialState(element) : stateValue(element, raw, suggested),
      };
    }
  }
  return values;
}

/** Where the options last offered for an external select are kept; `scope` is a view id or message ts. */
export function suggestionKey(scope: string, blockId: string, actionId: string): string {
  return JSON.stringify([scope, blockId, actionId]);
}

/** The first missing or malformed answer of each required input: block_id → words. */
export function inputProblems(blocks: readonly JsonObject[], values: JsonObject): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const block of blocks.filter((one) => one['type'] === 'input')) {
    const blockId = stringOf(block['block_id']);
    const element = objectOf(block['element']);
    const found = findElement([block], blockId, stringOf(element['action_id']));
    const state = objectOf(objectOf(values[blockId])[stringOf(element['action_id'])]);
    const problem = found === null ? null : inputProblem(element, state, block['optional'] === true);
    if (problem !== null) {
      problems[blockId] = problem;
    }
  }
  return problems;
}

function inputProblem(element: JsonObject, state: JsonObject, optional: boolean): string | null {
  const { type: _type, ...rest } = state;
  const [value] = Object.values(rest);
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    return optional ? null : 'Please complete this required field.';
  }
  if (typeof value !== 'string') {
    return null;
  }
  if (typeof element['min_length'] === 'number' && value.length < element['min_length']) {
    return `Please enter at least ${element['min_length']} characters.`;
  }
  if (typeof element['max_length'] === 'number' && value.length > element['max_length']) {
    return `Please enter no more than ${element['max_length']} characters.`;
  }
  switch (element['type']) {
    case 'email_text_input':
      return /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(value) ? null : 'Enter a valid email address.';
    case 'url_text_input':
      return /^https?:\/\/[^\s/]+/.test(value) ? null : 'Enter a valid URL.';
    case 'number_input':
      return numberProblem(element, value);
    default:
      return null;
  }
}

function numberProblem(element: JsonObject, value: string): string | null {
  const form = element['is_decimal_allowed'] === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!form.test(value)) {
    return element['is_decimal_allowed'] === true ? 'Enter a number.' : 'Enter a whole number.';
  }
  const min = stringOf(element['min_value']);
  const max = stringOf(element['max_value']);
  if (min !== '' && Number(value) < Number(min)) {
    return `Enter a number of at least ${min}.`;
  }
  return max !== '' && Number(value) > Number(max) ? `Enter a number of at most ${max}.` : null;
}

/** All option objects of a `block_suggestion` answer. */
export function offeredOptions(answer: JsonObject): { label: string | null; options: JsonObject[] }[] {
  const groups = objectsOf(answer['option_groups']).map((group) => ({
    label: stringOf(objectOf(group['label'])['text']),
    options: objectsOf(group['options']),
  }));
  return groups.length > 0 ? groups : [{ label: null, options: objectsOf(answer['options']) }];
}
