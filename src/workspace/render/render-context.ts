/** What a renderer must know besides the blocks. */
export interface RenderContext {
  nameOfPerson: (id: string) => string | null;
  nameOfChannel: (id: string) => string | null;
  nameOfUsergroup: (id: string) => string | null;
  /** IANA zone of the person in the browser. */
  zone: string;
  now: Date;
  /** Choices of the menus that list people and conversations. */
  people: readonly { id: string; name: string }[];
  conversations: readonly { id: string; name: string; isPublic: boolean }[];
}
