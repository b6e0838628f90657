import { type JsonObject, listOf, objectsOf } from '../json.ts';
import { checkBlockList } from './check-blocks.ts';
import { LIMITS } from './limits.ts';
import { checkString, checkText, createProblems } from './problems.ts';

const TITLES = ['title', 'submit', 'close'] as const;

/** What Slack would refuse in a view, in its words; empty = fine. */
export function checkView(view: JsonObject, kind: 'modal' | 'home'): string[] {
  const problems = createProblems();
  if (view['type'] !== kind) {
    problems.add('/view/type', `must be ${kind}`);
  }
  const blocks = listOf(view['blocks']);
  if (!Array.isArray(view['blocks'])) {
    problems.add('/view/blocks', 'missing required field');
  }
  checkBlockList(problems, blocks, { surface: kind, max: LIMITS.viewBlocks });
  checkString(problems, view['private_metadata'], '/view/private_metadata', {
    max: LIMITS.privateMetadata,
    optional: true,
  });
  checkString(problems, view['callback_id'], '/view/callback_id', { max: LIMITS.id, optional: true });
  checkString(problems, view['external_id'], '/view/external_id', { max: LIMITS.id, optional: true });
  if (kind === 'modal') {
    for (const name of TITLES) {
      const rule = { max: LIMITS.viewTitle, kinds: ['plain_text'] as const, optional: name !== 'title' };
      checkText(problems, view[name], `/view/${name}`, rule);
    }
    if (view['submit'] === undefined && objectsOf(blocks).some((block) => block['type'] === 'input')) {
      problems.add('/view/submit', 'must be defined when input blocks are used');
    }
  }
  return problems.found;
}
