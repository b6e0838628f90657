import { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import { ACCOUNT_MENU, menuAccountId } from './action-ids.ts';

/** What somebody wrote or a button carries. PostgreSQL stores no NUL: looking for one would fail. */
const writtenText = z.string().overwrite((text) => text.replaceAll('\u0000', ''));
const optionSchema = z.object({ value: writtenText });
const elementSchema = z.object({
  value: writtenText.nullish(),
  selected_option: optionSchema.nullish(),
  selected_date: writtenText.nullish(),
  selected_options: z.array(optionSchema).nullish(),
  selected_channel: z.string().nullish(),
  selected_conversation: z.string().nullish(),
});
type Element = z.infer<typeof elementSchema>;

const viewSchema = z.object({
  id: z.string(),
  type: z.string().default('modal'),
  hash: z.string().optional(),
  callback_id: z.string().default(''),
  private_metadata: writtenText.default(''),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), elementSchema)) }).nullish(),
});

const commandSchema = z.object({
  command: z.string(),
  text: writtenText.default(''),
  user_id: z.string(),
  channel_id: z.string().optional(),
  response_url: z.string().optional(),
  trigger_id: z.string().optional(),
});

const interactionSchema = z.object({
  type: z.string(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }).nullish(),
  container: z.object({ is_ephemeral: z.boolean().optional() }).nullish(),
  response_url: z.string().nullish(),
  trigger_id: z.string().nullish(),
  callback_id: z.string().optional(),
  action_id: z.string().optional(),
  value: writtenText.optional(),
  view: viewSchema.nullish(),
  message: z.object({ text: writtenText.optional() }).nullish(),
  actions: z
    .array(elementSchema.extend({ action_id: z.string().default(''), block_id: writtenText.default('') }))
    .optional(),
});

const eventSchema = z.object({
  event_id: z.string().optional(),
  event: z.object({
    type: z.string(),
    user: z.string().optional(),
    tab: z.string().optional(),
    channel_type: z.string().optional(),
    channel: z.string().optional(),
  }),
});

export interface OpenView {
  readonly id: string;
  readonly isHome: boolean;
  readonly hash: string | null;
  readonly callbackId: string;
  readonly metadata: string;
  /** Values by action id; several chosen options are joined with commas. */
  readonly values: ReadonlyMap<string, string>;
}

/** What the handlers need of any command, click, submission or shortcut; nothing else of the payload is read. */
export interface SlackRequest {
  readonly userId: string;
  readonly channelId: string | null;
  readonly responseUrl: string | null;
  readonly triggerId: string | null;
  /** The message that was clicked on is seen by one person alone. */
  readonly ephemeral: boolean;
  readonly view: OpenView | null;
  /** `/health`, an action id, a callback id. */
  readonly target: string;
  /** The command's text, the clicked button's value, the chosen option, the typed letters, a shortcut's message. */
  readonly value: string;
  /** The thread in which somebody mentioned the app. */
  readonly threadTs?: string | null;
}

export interface SlackEvent {
  /** As the app subscribes to it: `message.im`. */
  readonly type: string;
  readonly userId: string | null;
  readonly tab: string | null;
  readonly channelId: string | null;
}

/** @throws AppError `invalid` when the body is not Slack's. */
export function readCommand(body: unknown): SlackRequest {
  const command = parsed(commandSchema, body);
  return {
    userId: command.user_id,
    channelId: command.channel_id ?? null,
    responseUrl: command.response_url ?? null,
    triggerId: command.trigger_id ?? null,
    ephemeral: true,
    view: null,
    target: command.command,
    value: command.text,
  };
}

/** @throws AppError `invalid` when the body is not Slack's. */
export function readInteraction(body: unknown): SlackRequest {
  const { user, channel, container, view, actions, message, ...rest } = parsed(interactionSchema, body);
  const action = actions?.[0];
  return {
    userId: user.id,
    channelId: channel?.id ?? null,
    responseUrl: rest.response_url ?? null,
    triggerId: rest.trigger_id ?? null,
    ephemeral: container?.is_ephemeral === true,
    view: view ? openView(view) : null,
    target: action?.action_id ?? rest.action_id ?? rest.callback_id ?? view?.callback_id ?? '',
    value: action ? elementValue(action) : (rest.value ?? message?.text ?? ''),
    ...(action?.action_id === ACCOUNT_MENU ? chosenAction(action) : {}),
  };
}

/** @throws AppError `invalid` when the body is not Slack's. */
export function readEvent(body: unknown): SlackEvent {
  const { event } = parsed(eventSchema, body);
  return {
    type: event.type === 'message' ? `message.${event.channel_type ?? ''}` : event.type,
    userId: event.user ?? null,
    tab: event.tab ?? null,
    channelId: event.channel ?? null,
  };
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new AppError('invalid', 'Slack sent something this app cannot read. Please try again.');
}

/** What was chosen from an account's menu, as if its button had been pressed. */
function chosenAction(menu: Element & { readonly block_id: string }): Pick<SlackRequest, 'target' | 'value'> {
  return { target: elementValue(menu), value: menuAccountId(menu.block_id) ?? '' };
}

function openView(view: z.infer<typeof viewSchema>): OpenView {
  const values = new Map<string, string>();
  for (const block of Object.values(view.state?.values ?? {})) {
    for (const [id, element] of Object.entries(block)) values.set(id, elementValue(element));
  }
  return {
    id: view.id,
    isHome: view.type === 'home',
    hash: view.hash ?? null,
    callbackId: view.callback_id,
    metadata: view.private_metadata,
    values,
  };
}

function elementValue(element: Element): string {
  if (element.selected_options) return element.selected_options.map(({ value }) => value).join(',');
  const { value, selected_option, selected_date, selected_channel, selected_conversation } = element;
  return value ?? selected_option?.value ?? selected_date ?? selected_channel ?? selected_conversation ?? '';
}
