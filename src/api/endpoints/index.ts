import type { Endpoint } from '../endpoint.ts';
import { account } from './account.ts';
import { accounts } from './accounts.ts';
import { health } from './health.ts';
import { history } from './history.ts';
import { portfolio } from './portfolio.ts';
import { utilization } from './utilization.ts';

/** Every address of the read API; a new one is a line here. */
export const ENDPOINTS: readonly Endpoint[] = [accounts, account, history, utilization, health, portfolio];
