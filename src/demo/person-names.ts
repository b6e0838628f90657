import { hashOf } from './random.ts';

const FIRST =
  'Ada Alva Amir Ana Arjun Asha Bea Ben Carla Cem Chidi Dalia Davi Edda Elif Emeka Eva Farid Femi Finn Gita Hana Hugo Ida Imran Ines Ivo Jana Joao Kaito Kofi Lena Lior Luca Mara Mei Milo Nadia Nils Olga Omar Pia Ravi Rosa Sana Tariq Uma Yara'.split(
    ' ',
  );
const LAST =
  'Abbott Acheson Adeyemi Almeida Bakker Barros Bello Bishop Brandt Castro Chandra Conti Dahl Demir Diaz Eriksen Farah Ferreira Fischer Fofana Garcia Grant Haddad Hansen Horvat Ibarra Iyer Jansen Juarez Kaya Keller Khan Kovacs Lang Larsen Lopez Mahmoud Marin Mbeki Meyer Moreau Nakano Novak Nowak Okafor Olsen Ortiz Patel Petrov Quispe Reyes Rossi Sato Schulz Silva Tanaka Traore Varga Weber Zhou'.split(
    ' ',
  );
// Coprime to the number of pairs, so that stepping through them never repeats a name within one account.
const STEP = 37;

export interface PersonName {
  readonly first: string;
  readonly last: string;
}

/** The `index`-th person of an account: no two of the first 2,880 have the same name. */
export function personName(accountId: string, index: number): PersonName {
  const pair = (hashOf(accountId) + index * STEP) % (FIRST.length * LAST.length);
  return {
    first: FIRST[pair % FIRST.length] ?? 'Ada',
    last: LAST[Math.floor(pair / FIRST.length)] ?? 'Abbott',
  };
}

export function fullName({ first, last }: PersonName): string {
  return `${first} ${last}`;
}

/** `ada.abbott@acme.example`: names here are plain ASCII, the domain is reserved for examples. */
export function emailOf({ first, last }: PersonName, domain: string): string {
  return `${first}.${last}@${domain}`.toLowerCase();
}
