/** What has to become of a message: tried once and told; delivered by another try; delivered in a simpler form. */
export type Fate = 'permanent' | 'transient' | 'simpler';

const PERMANENT = `access_denied accesslimited account_inactive as_user_not_supported cannot_post_to_restricted
  cannot_reply_to_message channel_not_found deprecated_endpoint duplicate_channel_not_found duplicate_message_not_found
  ekm_access_denied enterprise_is_restricted external_channel_migrating invalid_arg_name invalid_arguments
  invalid_array_arg invalid_auth invalid_charset invalid_form_data invalid_metadata_format invalid_metadata_schema
  invalid_post_type is_archived is_bot markdown_text_conflict message_limit_exceeded messages_tab_disabled
  metadata_must_be_sent_from_app metadata_too_large method_deprecated missing_file_data missing_post_type missing_scope
  no_permission no_text not_allowed_token_type not_authed not_in_channel org_login_required permission_denied
  restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel
  restricted_action_thread_locked restricted_action_thread_only_channel slack_connect_canvas_sharing_blocked
  slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
  slack_connect_lists_sharing_blocked team_access_not_granted team_not_found token_expired token_revoked
  too_many_attachments too_many_contact_cards two_factor_setup_required an_error_of_next_year`;
const TRANSIENT = `fatal_error internal_error rate_limited ratelimited request_timeout service_unavailable
  team_added_to_org http_429 http_500 http_503 dropped accepted_fatal_error accepted_dropped accepted_http_500`;
const SIMPLER = 'invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long';

/** Every error of chat.postMessage by Slack's reference, and failures of the way there. `accepted_`: it was shown. */
export const FATES: readonly (readonly [code: string, fate: Fate])[] = [
  ...fated(PERMANENT, 'permanent'),
  ...fated(TRANSIENT, 'transient'),
  ...fated(SIMPLER, 'simpler'),
];

function fated(codes: string, fate: Fate): (readonly [string, Fate])[] {
  return codes.split(/\s+/).map((code) => [code, fate]);
}
