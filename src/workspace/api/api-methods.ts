import type { JsonObject } from '../json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { addReaction, deleteMessage, getPermalink, postEphemeral, postMessage, updateMessage } from './chat-methods.ts';
import {
  conversationHistory,
  conversationInfo,
  conversationReplies,
  listConversations,
  listMembers,
  openConversation,
} from './conversation-methods.ts';
import { completeUpload, getUploadUrl } from './file-methods.ts';
import {
  botInfo,
  listUsergroups,
  listUsergroupUsers,
  listUsers,
  lookupByEmail,
  openAppConnection,
  testApi,
  testAuth,
  userInfo,
} from './people-methods.ts';
import { openView, publishView, pushView, updateView } from './view-methods.ts';

export interface ApiMethod {
  run: (context: WorkspaceContext, args: JsonObject) => JsonObject;
  /** Any one of these scopes is enough; empty = none needed. */
  scopes: readonly string[];
}

const READ_CONVERSATIONS = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const READ_HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

/** Everything the Web API of the workspace can do; another name is answered with unknown_method. */
export const API_METHODS: ReadonlyMap<string, ApiMethod> = new Map<string, ApiMethod>([
  ['api.test', { run: testApi, scopes: [] }],
  ['auth.test', { run: testAuth, scopes: [] }],
  ['apps.connections.open', { run: openAppConnection, scopes: [] }],
  ['bots.info', { run: botInfo, scopes: ['users:read'] }],
  ['chat.postMessage', { run: postMessage, scopes: ['chat:write'] }],
  ['chat.postEphemeral', { run: postEphemeral, scopes: ['chat:write'] }],
  ['chat.update', { run: updateMessage, scopes: ['chat:write'] }],
  ['chat.delete', { run: deleteMessage, scopes: ['chat:write'] }],
  ['chat.getPermalink', { run: getPermalink, scopes: [] }],
  ['conversations.info', { run: conversationInfo, scopes: READ_CONVERSATIONS }],
  ['conversations.list', { run: listConversations, scopes: READ_CONVERSATIONS }],
  ['conversations.members', { run: listMembers, scopes: READ_CONVERSATIONS }],
  ['conversations.open', { run: openConversation, scopes: ['im:write', 'mpim:write'] }],
  ['conversations.history', { run: conversationHistory, scopes: READ_HISTORY }],
  ['conversations.replies', { run: conversationReplies, scopes: READ_HISTORY }],
  ['reactions.add', { run: addReaction, scopes: ['reactions:write'] }],
  ['files.getUploadURLExternal', { run: getUploadUrl, scopes: ['files:write'] }],
  ['files.completeUploadExternal', { run: completeUpload, scopes: ['files:write'] }],
  ['usergroups.list', { run: listUsergroups, scopes: ['usergroups:read'] }],
  ['usergroups.users.list', { run: listUsergroupUsers, scopes: ['usergroups:read'] }],
  ['users.info', { run: userInfo, scopes: ['users:read'] }],
  ['users.list', { run: listUsers, scopes: ['users:read'] }],
  ['users.lookupByEmail', { run: lookupByEmail, scopes: ['users:read.email'] }],
  ['views.open', { run: openView, scopes: [] }],
  ['views.push', { run: pushView, scopes: [] }],
  ['views.update', { run: updateView, scopes: [] }],
  ['views.publish', { run: publishView, scopes: [] }],
]);

/** What the bot token may do when the options do not say. */
export const ALL_SCOPES: readonly string[] = [
  ...new Set(['commands', 'app_mentions:read', ...[...API_METHODS.values()].flatMap((method) => method.scopes)]),
];
