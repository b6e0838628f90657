import { AppError } from '../../lib/errors.ts';

export type Encoding = 'UTF-8' | 'UTF-16';

interface Decoding {
  readonly encoding: Encoding;
  readonly label: string;
}

/** Bytes of a file as text without a byte order mark, every line end as LF. */
export interface DecodedText {
  readonly encoding: Encoding;
  readonly pieces: AsyncGenerator<string>;
}

const SNIFFED = 4;

/**
 * Reads UTF-8, with or without a byte order mark, and UTF-16 with one, piece by piece.
 * @throws AppError `invalid` when the bytes are another encoding, with the remedy.
 */
export async function decodeText(bytes: AsyncIterable<Uint8Array>, fileName: string): Promise<DecodedText> {
  const source = bytes[Symbol.asyncIterator]();
  let first: Uint8Array = new Uint8Array();
  while (first.length < SNIFFED) {
    const { done, value } = await source.next();
    if (done) break;
    first = first.length === 0 ? value : Buffer.concat([first, value]);
  }
  const decoding = decodingOf(first, fileName);
  return { encoding: decoding.encoding, pieces: decoded(first, source, decoding, fileName) };
}

function decodingOf(first: Uint8Array, fileName: string): Decoding {
  if (first[0] === 0xff && first[1] === 0xfe) return { encoding: 'UTF-16', label: 'utf-16le' };
  if (first[0] === 0xfe && first[1] === 0xff) return { encoding: 'UTF-16', label: 'utf-16be' };
  if (first.slice(0, SNIFFED).includes(0)) {
    throw new AppError('invalid', `${fileName} is neither UTF-8 nor UTF-16 with a byte order mark. ${REMEDY}`);
  }
  return { encoding: 'UTF-8', label: 'utf-8' };
}

const REMEDY = 'Save it as "CSV UTF-8".';

async function* decoded(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
  { encoding, label }: Decoding,
  fileName: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(label, { fatal: true });
  const unify = lineEnds();
  let line = 1;
  const read = (chunk: Uint8Array | undefined): string => {
    try {
      return unify(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
    } catch {
      throw notText(fileName, encoding, line + linesBefore(chunk, label));
    }
  };
  for (let chunk: Uint8Array | undefined = first; chunk !== undefined; ) {
    const text = read(chunk);
    if (text !== '') yield text;
    line += linesIn(text);
    const { done, value } = await rest.next();
    chunk = done ? undefined : value;
  }
  const last = read(undefined);
  if (last !== '') yield last;
}

/** A CRLF may be cut in two by the end of a piece. */
function lineEnds(): (text: string) => string {
  let cut = false;
  return (piece) => {
    if (piece === '') return piece;
    const text = cut && piece.startsWith('\n') ? piece.slice(1) : piece;
    cut = piece.endsWith('\r');
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  };
}

function notText(fileName: string, encoding: Encoding, line: number): AppError {
  if (encoding === 'UTF-16') {
    return new AppError('invalid', `${fileName}: line ${line} is no UTF-16, the file may be cut off. ${REMEDY}`);
  }
  return new AppError(
    'invalid',
    `${fileName}: line ${line} is not UTF-8; the file may be Windows-1252, as older spreadsheets write it. ${REMEDY} Or convert it: iconv -f WINDOWS-1252 -t UTF-8`,
  );
}

/** Lines of a chunk before the bytes that cannot be read. */
function linesBefore(chunk: Uint8Array | undefined, label: string): number {
  const text = new TextDecoder(label).decode(chunk);
  return linesIn(text.slice(0, Math.max(text.indexOf('\ufffd'), 0)));
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
