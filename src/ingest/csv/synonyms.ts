import type { csvKinds } from './kinds/index.ts';

type KindName = keyof typeof csvKinds;
type Names = Readonly<Record<string, readonly string[]>>;

/** How Salesforce and HubSpot name the account in lists of other things. */
const ACCOUNT = [
  'accountid',
  'associated_company_ids_primary',
  'primary_associated_company_id',
  'associated_company_id',
  'associated_company_ids',
  'company_id',
  'account',
];
const PEOPLE: Names = { name: ['full_name', 'contact_full_name', 'contact_name'] };
const SEATS = ['seat_count', 'number_of_seats', 'licenses', 'licences', 'number_of_licenses', 'quantity'];

/**
 * Names under which exports of Salesforce, HubSpot and help desks hold a field, the likeliest first; a column of the
 * field's own name goes before. Written as columns are compared: in lower case, words joined by `_`.
 */
export const SYNONYMS: Readonly<Record<KindName, Names>> = {
  accounts: {
    account_id: ['accountid', 'record_id', 'company_id', 'id'],
    name: ['account_name', 'company_name', 'company'],
    domain: ['company_domain_name', 'domain_name', 'website', 'website_url'],
    plan: ['plan_name', 'subscription_plan'],
    owner_email: ['account_owner_email', 'company_owner_email', 'owner_e_mail', 'csm_email'],
    owner_name: ['account_owner', 'company_owner', 'owner', 'owner_full_name'],
    customer_since: ['became_a_customer_date', 'customer_start_date', 'customer_since_date'],
    renews_on: ['renewal_date', 'contract_renewal_date', 'contract_end_date', 'subscription_end_date'],
    zendesk_organization_id: ['zendesk_organisation_id', 'zendesk_org_id'],
    hubspot_company_id: ['hubspot_id', 'hs_object_id', 'record_id'],
  },
  subscriptions: {
    account_id: ACCOUNT,
    effective_at: ['effective_date', 'contract_start_date', 'startdate', 'start_date', 'close_date', 'closedate'],
    subscription_id: ['subscription_number'],
    status: ['subscription_status', 'contract_status'],
    plan: ['plan_name', 'subscription_plan', 'product_name'],
    seats: SEATS,
    mrr: ['monthly_recurring_revenue'],
    arr: ['annual_recurring_revenue', 'annual_contract_value', 'acv'],
    amount: ['total_contract_value', 'tcv', 'contract_value'],
    term_months: ['contract_term_months', 'contract_term', 'contractterm', 'term'],
    currency: ['currencyisocode', 'currency_iso_code', 'amount_currency', 'deal_currency_code', 'currency_code'],
    renews_at: ['renewal_date', 'contract_end_date', 'enddate', 'end_date'],
  },
  seats: { account_id: ACCOUNT, effective_at: ['effective_date', 'start_date', 'date'], seats: SEATS },
  users: {
    ...PEOPLE,
    account_id: ACCOUNT,
    user_id: ['userid', 'record_id', 'id'],
    email: ['email_address', 'e_mail'],
    role: ['user_role', 'profile'],
  },
  contacts: {
    ...PEOPLE,
    account_id: ACCOUNT,
    contact_id: ['contactid', 'record_id', 'id'],
    email: ['email_address', 'e_mail'],
    persona: ['buying_role', 'contact_role', 'role'],
    opted_out: ['email_opt_out', 'hasoptedoutofemail', 'unsubscribed_from_all_email'],
  },
  events: {
    account_id: ACCOUNT,
    event: ['event_name', 'event_type'],
    timestamp: ['occurred_at', 'event_time', 'event_timestamp', 'created_at', 'time'],
    user_id: ['userid', 'distinct_id'],
    message_id: ['messageid', 'event_id', 'uuid'],
  },
  tickets: {
    account_id: ACCOUNT,
    ticket_id: ['case_number', 'case_id', 'ticket_number', 'record_id', 'id'],
    opened_at: [
      'date_time_opened',
      'opened_date',
      'createddate',
      'created_date',
      'create_date',
      'created_at',
      'submitted_at',
    ],
    closed_at: ['date_time_closed', 'closeddate', 'closed_date', 'close_date', 'solved_at', 'resolved_at'],
    subject: ['ticket_name', 'title'],
  },
  nps: {
    account_id: ACCOUNT,
    user_id: ['userid', 'contact_id', 'respondent', 'email'],
    answered_at: ['responded_at', 'response_date', 'submitted_at', 'created_at', 'date'],
    score: ['nps_score', 'nps', 'rating'],
  },
  churn: {
    account_id: ACCOUNT,
    date: ['churn_date', 'churned_on', 'churned_at', 'cancellation_date', 'canceled_at', 'cancelled_at', 'close_date'],
    lost_mrr: ['churned_mrr', 'mrr_lost'],
    currency: ['currencyisocode', 'currency_iso_code', 'currency_code'],
    reason: ['churn_reason', 'reason_code', 'cancellation_reason', 'loss_reason', 'closed_lost_reason'],
  },
};

/** Words of other systems for ours, in lower case; fields are named alike in all kinds. */
export const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: {
    activated: 'active',
    cancelled: 'canceled',
    expired: 'canceled',
    terminated: 'canceled',
    trial: 'trialing',
    'past due': 'past_due',
  },
  persona: {
    administrator: 'admin',
    champion: 'key_contact',
    'key contact': 'key_contact',
    'decision maker': 'exec',
    decision_maker: 'exec',
    executive: 'exec',
    'executive sponsor': 'exec',
    executive_sponsor: 'exec',
    'budget holder': 'procurement',
    budget_holder: 'procurement',
    'economic buyer': 'procurement',
    'economic decision maker': 'procurement',
  },
};
