import { addDays } from '../domain/day.ts';
import type { DemoPortfolio } from './portfolio.ts';
import { TEAM } from './team.ts';

export interface CsvFile {
  readonly kind: 'accounts' | 'users' | 'contacts';
  readonly fileName: string;
  readonly content: string;
  /** Without the header. */
  readonly rows: number;
}

type Cell = string | boolean | null;

/** The master data as an operator would import it, in the order in which it has to go in. */
export function csvFiles(portfolio: DemoPortfolio): CsvFile[] {
  return [accountsCsv(portfolio), usersCsv(portfolio), contactsCsv(portfolio)];
}

function accountsCsv({ accounts, today }: DemoPortfolio): CsvFile {
  const header =
    'account_id,name,domain,plan,industry,owner_email,owner_name,owner_slack_id,customer_since,renews_on,excluded_reason';
  const rows = accounts.map((account) => {
    const owner = TEAM.find(({ email }) => email === account.ownerEmail);
    return [
      account.accountId,
      account.name,
      account.domain,
      account.plan,
      account.industry,
      account.ownerEmail,
      owner?.realName ?? null,
      owner?.slackUserId ?? null,
      addDays(today, -account.customerDaysAgo),
      account.renewsInDays === null ? null : addDays(today, account.renewsInDays),
      account.excludedReason,
    ];
  });
  return csvFile('accounts', header, rows);
}

function usersCsv({ accounts }: DemoPortfolio): CsvFile {
  const rows = accounts.flatMap(({ accountId, users }) =>
    users.map((user) => [accountId, user.userId, user.email, user.name, user.role, user.department, user.seatAssigned]),
  );
  return csvFile('users', 'account_id,user_id,email,name,role,department,seat_assigned', rows);
}

function contactsCsv({ accounts }: DemoPortfolio): CsvFile {
  const rows = accounts.flatMap(({ accountId, contacts }) =>
    contacts.map((contact) => [
      accountId,
      contact.contactId,
      contact.name,
      contact.email,
      contact.persona,
      contact.userId,
    ]),
  );
  return csvFile('contacts', 'account_id,contact_id,name,email,persona,user_id', rows);
}

function csvFile(kind: CsvFile['kind'], header: string, rows: readonly (readonly Cell[])[]): CsvFile {
  const lines = rows.map((cells) => cells.map(cellText).join(','));
  return { kind, fileName: `demo-${kind}.csv`, content: `${[header, ...lines].join('\n')}\n`, rows: rows.length };
}

function cellText(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
