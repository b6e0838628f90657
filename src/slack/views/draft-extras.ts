import type { types } from '@slack/bolt';
import { OBJECTIONS, PERSONA_EMPHASIS } from '../../email/objections.ts';
import { PERSONAS } from '../../email/templates/index.ts';
import { type WordPiece, wordDiff } from '../../email/word-diff.ts';
import { actions, type Choice, context, menu, sections } from '../messages/layout.ts';
import { plain, plainLines } from '../mrkdwn.ts';

interface Text {
  readonly subject: string;
  readonly body: string;
}

/** What to say inside the team when the customer objects: never part of the text. */
export function talkTrack(persona: string, objection: string | null): types.KnownBlock[] {
  const choices: Choice[] = Object.entries(OBJECTIONS).map(([value, { label }]) => ({ label, value }));
  const select = menu('draft_objection', 'If they object…', choices, objection ?? undefined);
  const reader = PERSONAS.find((known) => known === persona);
  const track = Object.entries(OBJECTIONS).find(([key]) => key === objection)?.[1];
  return [
    ...(select === null ? [] : [actions([select])]),
    ...(track === undefined
      ? []
      : sections([
          `*${track.label}*: “${track.heard}”`,
          ...track.answer.map((line) => `• ${line}`),
          `Bring: ${track.bring.join('; ')}.`,
        ])),
    ...(reader === undefined ? [] : [context(`For this reader: ${PERSONA_EMPHASIS[reader]} For you only, not sent.`)]),
  ];
}

/** The text once more, in boxes that are selected and copied as a whole. */
export function copyBlock({ subject, body }: Text): types.RichTextBlock {
  const box = (text: string): types.RichTextPreformatted => ({
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text }],
  });
  return { type: 'rich_text', elements: [box(plain(subject, { max: 200 })), box(plainLines(body) || '—')] };
}

/** Characters of a text whose differences are shown: twice that, and the text in its field, is what a view may hold. */
const LONGEST_SHOWN = 2000;

/** What another wording changes: left out struck through, added in bold. */
export function diffBlock(template: Text, polished: Text): types.RichTextBlock {
  const shown = (from: string, to: string): types.RichTextSection => ({
    type: 'rich_text_section',
    elements: wordDiff(from || '—', to || '—').map(pieceElement),
  });
  return {
    type: 'rich_text',
    elements: [
      shown(`${plain(template.subject, { max: 200 })}\n`, `${plain(polished.subject, { max: 200 })}\n`),
      shown(plainLines(template.body, LONGEST_SHOWN), plainLines(polished.body, LONGEST_SHOWN)),
    ],
  };
}

function pieceElement({ kind, text }: WordPiece): types.RichTextText {
  if (kind === 'same') return { type: 'text', text };
  return { type: 'text', text, style: kind === 'added' ? { bold: true } : { strike: true } };
}
