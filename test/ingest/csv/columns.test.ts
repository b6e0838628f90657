import { describe, expect, it } from 'vitest';
import { csvKinds } from '../../../src/ingest/csv/kinds/index.ts';
import { columnName, mapColumns } from '../../../src/ingest/csv/map-columns.ts';
import { SYNONYMS, WORDS } from '../../../src/ingest/csv/synonyms.ts';

type KindName = keyof typeof csvKinds;

function filled(kind: KindName, header: readonly string[], given = {}): Record<string, string | null> {
  const { fields } = mapColumns(csvKinds[kind], { header, given, synonyms: SYNONYMS[kind] });
  return Object.fromEntries(header.map((column, at) => [column, fields[at] ?? null]));
}

describe('the table of synonyms', () => {
  const rows = Object.entries(SYNONYMS).flatMap(([kind, fields]) =>
    Object.entries(fields).map(([field, names]) => [kind as KindName, field, names] as const),
  );
  it.each(rows)('%s.%s: is a field, under names that can be compared and are no field', (kind, field, names) => {
    const fields = Object.keys(csvKinds[kind].fields);
    expect(fields).toContain(field);
    for (const name of names) {
      expect(columnName(name)).toBe(name);
      expect(fields).not.toContain(name);
    }
    expect(new Set(names).size).toBe(names.length);
  });
  it('has words for what the kinds know alone', () => {
    for (const [field, words] of Object.entries(WORDS)) {
      const known = Object.values(csvKinds).flatMap(({ fields }) => {
        const type = Object.entries(fields).find(([name]) => name === field)?.[1];
        return Array.isArray(type) ? [type] : [];
      });
      for (const word of Object.values(words)) expect(known.some((list) => list.includes(word))).toBe(true);
    }
  });
});

describe('columns of exports', () => {
  it('of Salesforce: accounts, contracts, contacts, cases', () => {
    expect(
      filled('accounts', ['Account ID', 'Account Name', 'Website', 'Industry', 'Owner Email', 'Renewal Date']),
    ).toEqual({
      'Account ID': 'account_id',
      'Account Name': 'name',
      Website: 'domain',
      Industry: 'industry',
      'Owner Email': 'owner_email',
      'Renewal Date': 'renews_on',
    });
    const contracts = ['AccountId', 'StartDate', 'EndDate', 'ContractTerm', 'Amount', 'CurrencyIsoCode', 'Status'];
    expect(filled('subscriptions', contracts)).toEqual({
      AccountId: 'account_id',
      StartDate: 'effective_at',
      EndDate: 'renews_at',
      ContractTerm: 'term_months',
      Amount: 'amount',
      CurrencyIsoCode: 'currency',
      Status: 'status',
    });
    expect(
      filled('subscriptions', ['Account ID', 'Close Date', 'Contract End Date', 'Contract Term (months)']),
    ).toEqual({
      'Account ID': 'account_id',
      'Close Date': 'effective_at',
      'Contract End Date': 'renews_at',
      'Contract Term (months)': 'term_months',
    });
    expect(
      filled('contacts', ['Account ID', 'Contact ID', 'First Name', 'Last Name', 'Email', 'Contact Role']),
    ).toEqual({
      'Account ID': 'account_id',
      'Contact ID': 'contact_id',
      'First Name': 'first_name',
      'Last Name': 'last_name',
      Email: 'email',
      'Contact Role': 'persona',
    });
    expect(filled('tickets', ['Account ID', 'Case Number', 'Date/Time Opened', 'Date/Time Closed', 'Subject'])).toEqual(
      {
        'Account ID': 'account_id',
        'Case Number': 'ticket_id',
        'Date/Time Opened': 'opened_at',
        'Date/Time Closed': 'closed_at',
        Subject: 'subject',
      },
    );
  });

  it('of HubSpot: companies, deals, contacts', () => {
    const companies = ['Record ID', 'Company name', 'Company Domain Name', 'Company owner', 'Lifecycle Stage'];
    expect(filled('accounts', companies)).toEqual({
      'Record ID': 'account_id',
      'Company name': 'name',
      'Company Domain Name': 'domain',
      // A name without an address says nothing.
      'Company owner': null,
      'Lifecycle Stage': null,
    });
    expect(filled('accounts', [...companies, 'Account ID', 'Owner Email'])).toMatchObject({
      'Account ID': 'account_id',
      'Record ID': 'hubspot_company_id',
      'Company owner': 'owner_name',
    });
    const deals = ['Associated Company IDs (Primary)', 'Close Date', 'Amount', 'Monthly recurring revenue', 'Currency'];
    expect(filled('subscriptions', deals)).toEqual({
      'Associated Company IDs (Primary)': 'account_id',
      'Close Date': 'effective_at',
      Amount: 'amount',
      'Monthly recurring revenue': 'mrr',
      Currency: 'currency',
    });
    expect(filled('contacts', ['Record ID', 'Associated Company ID', 'Full Name', 'Buying Role'])).toEqual({
      'Record ID': 'contact_id',
      'Associated Company ID': 'account_id',
      'Full Name': 'name',
      'Buying Role': 'persona',
    });
  });

  it('go after what somebody maps, and after a field of their own name', () => {
    expect(filled('accounts', ['id', 'record id', 'name'], { id: 'account_id' })).toEqual({
      id: 'account_id',
      'record id': 'hubspot_company_id',
      name: 'name',
    });
    expect(filled('events', ['account_id', 'event', 'timestamp', 'created at', 'time'])).toMatchObject({
      'created at': null,
      time: null,
    });
    expect(filled('accounts', ['account_id', 'renewal date', 'Renewal-Date'])['renewal date']).toBeNull();
  });
});
