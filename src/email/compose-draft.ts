import { AppError } from '../lib/errors.ts';
import { cleanDraft } from './clean-text.ts';
import type { DraftFacts, DraftNames, FactsFor, Persona } from './draft-facts.ts';
import { findTemplate } from './templates/index.ts';
import type { Template } from './templates/template.ts';

export interface Draft {
  readonly templateId: string;
  readonly persona: Persona;
  readonly subject: string;
  readonly body: string;
}

/**
 * The text of a draft for a person to check and send. It knows the facts alone.
 * @throws AppError `invalid` when the template is not one of the facts' bucket and persona.
 */
export function composeDraft({
  facts,
  templateId,
}: {
  readonly facts: DraftFacts;
  readonly templateId: string;
}): Draft {
  switch (facts.persona) {
    case 'admin':
      return render(facts, templateId, findTemplate(templateId, facts.bucket, facts.persona));
    case 'key_contact':
      return render(facts, templateId, findTemplate(templateId, facts.bucket, facts.persona));
    case 'exec':
      return render(facts, templateId, findTemplate(templateId, facts.bucket, facts.persona));
    case 'procurement':
      return render(facts, templateId, findTemplate(templateId, facts.bucket, facts.persona));
  }
}

function render<P extends Persona>(
  facts: FactsFor<P> & DraftNames & { readonly persona: Persona },
  templateId: string,
  template: Template<P> | undefined,
): Draft {
  if (!template) {
    throw new AppError(
      'invalid',
      `templateId ${JSON.stringify(templateId.slice(0, 80))} is no wording for ${facts.bucket} and ${facts.persona}: take one of templatesFor, with the facts of its bucket.`,
    );
  }
  const paragraphs = template.body(facts).map((sentences) => sentences.filter(Boolean).join(' '));
  const body = [...paragraphs.filter(Boolean), facts.senderName].filter(Boolean).join('\n\n');
  return { templateId, persona: facts.persona, ...cleanDraft({ subject: template.subject(facts), body }) };
}
