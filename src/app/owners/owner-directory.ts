/** What the chat system knows of our own people. Its functions answer with what they found and do not throw. */
export interface OwnerDirectory {
  /** The member with an e-mail address; `later`: nothing can be looked up just now, `forbidden`: not with our rights. */
  byEmail(email: string): Promise<OwnerLookup>;
  /** Whether a member is still there. */
  stateOf(slackUserId: string): Promise<'active' | 'deactivated' | 'later'>;
}

export type OwnerLookup =
  | { readonly kind: 'found'; readonly slackUserId: string }
  | { readonly kind: 'absent' | 'deactivated' | 'later' | 'forbidden' };
