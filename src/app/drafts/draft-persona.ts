import type { Persona } from '../../email/draft-facts.ts';
import { PERSONAS } from '../../email/templates/index.ts';
import { AppError } from '../../lib/errors.ts';

/** The persona with this name. @throws AppError `invalid` that lists those there are. */
export function draftPersona(name: string): Persona {
  const persona = PERSONAS.find((candidate) => candidate === name);
  if (persona) return persona;
  throw new AppError('invalid', `persona must be one of ${PERSONAS.join(', ')}.`);
}
