import { asset } from './asset.ts';
import { SORT_SCRIPT } from './sort-script.ts';
import { STYLE } from './style.ts';

/** What the pages load, and nothing else. */
export const ASSETS = { style: asset('page', 'css', STYLE), script: asset('page', 'js', SORT_SCRIPT) } as const;
