import { type JsonObject, stringOf } from '../json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { ApiFailure } from './api-failure.ts';
import { pageOf, requiredArgument, stringArgument } from './arguments.ts';
import { userPayload } from './user-payload.ts';

export function userInfo(context: WorkspaceContext, args: JsonObject): JsonObject {
  const person = context.people.get(requiredArgument(args, 'user'));
  if (person === undefined) {
    throw new ApiFailure('user_not_found');
  }
  return { user: userPayload(context, person) };
}

export function listUsers(context: WorkspaceContext, args: JsonObject): JsonObject {
  const { page, response_metadata } = pageOf(args, [...context.people.values()], 1000);
  return { members: page.map((person) => userPayload(context, person)), cache_ts: 0, response_metadata };
}

export function lookupByEmail(context: WorkspaceContext, args: JsonObject): JsonObject {
  const email = requiredArgument(args, 'email').toLowerCase();
  const person = [...context.people.values()].find((other) => other.email.toLowerCase() === email && !other.deleted);
  if (person === undefined) {
    throw new ApiFailure('users_not_found');
  }
  return { user: userPayload(context, person) };
}

export function listUsergroups(context: WorkspaceContext): JsonObject {
  const groups = context.options.usergroups ?? [];
  return {
    usergroups: groups.map((group) => ({
      id: group.id,
      team_id: context.options.team.id,
      is_usergroup: true,
      name: group.name,
      handle: group.handle,
      user_count: group.users.length,
      date_delete: 0,
    })),
  };
}

export function listUsergroupUsers(context: WorkspaceContext, args: JsonObject): JsonObject {
  const id = requiredArgument(args, 'usergroup');
  const group = (context.options.usergroups ?? []).find((other) => other.id === id);
  if (group === undefined) {
    throw new ApiFailure('no_such_subteam');
  }
  return { users: group.users };
}

export function botInfo(context: WorkspaceContext, args: JsonObject): JsonObject {
  const bot = stringArgument(args, 'bot') ?? context.botId;
  if (bot !== context.botId) {
    throw new ApiFailure('bot_not_found');
  }
  return {
    bot: {
      id: context.botId,
      app_id: context.appId,
      user_id: context.bot.id,
      name: context.bot.name,
      deleted: false,
      icons: {},
    },
  };
}

export function testAuth(context: WorkspaceContext): JsonObject {
  const { team } = context.options;
  return {
    url: `${context.url}/`,
    team: team.name,
    user: context.bot.name,
    team_id: team.id,
    user_id: context.bot.id,
    bot_id: context.botId,
    is_enterprise_install: false,
  };
}

/** Echoes its arguments, or the error asked for, as Slack's own does. */
export function testApi(_context: WorkspaceContext, args: JsonObject): JsonObject {
  const { token: _token, ...rest } = args;
  const error = stringOf(args['error']);
  if (error !== '') {
    throw new ApiFailure(error, { args: rest });
  }
  return { args: rest };
}

/** Socket Mode needs an app-level token, which this workspace does not give out. */
export function openAppConnection(): JsonObject {
  throw new ApiFailure('not_allowed_token_type');
}
