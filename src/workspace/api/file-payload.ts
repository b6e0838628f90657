import type { JsonObject } from '../json.ts';
import type { StoredFile, WorkspaceContext } from '../workspace-context.ts';

/** A file in the Web API's form. */
export function filePayload(context: WorkspaceContext, file: StoredFile): JsonObject {
  const { id, name, title, content } = file;
  const url = `${context.url}/files/${id}`;
  return {
    id,
    name,
    title,
    mimetype: 'text/plain',
    size: Buffer.byteLength(content),
    url_private: url,
    permalink: url,
  };
}
