import type { Tool } from '../tool.ts';
import { accountHealthTool } from './account-health.ts';
import { atRiskTool } from './at-risk.ts';
import { renewalsTool } from './renewals.ts';
import { scoreDropsTool } from './score-drops.ts';
import { searchAccountsTool } from './search-accounts.ts';
import { utilizationTool } from './utilization.ts';
import { whyTool } from './why.ts';

/** Every tool for agents; a new one is a line here. */
export const TOOLS: readonly Tool[] = [
  accountHealthTool,
  whyTool,
  utilizationTool,
  scoreDropsTool,
  atRiskTool,
  renewalsTool,
  searchAccountsTool,
];
