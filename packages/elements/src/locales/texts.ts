/** Languages that every sentence exists in. A new one is a folder beside `en`, and a loader in `shop.ts`, `pay.ts` and `checkout.ts`. */
export type Language = 'en' | 'sw';

export type Sentences<Key extends string> = Readonly<Record<Key, string>>;

/** The same sentences in another language: one missing, or one too many, does not compile. */
export type Same<Group> = { [Key in keyof Group]: string };

/** A group of sentences. English comes with the code; any other language is fetched once somebody reads it. */
export interface Texts<Key extends string> {
  readonly en: Sentences<Key>;
  /** Undefined while it has not been fetched. */
  in(language: Language): Sentences<Key> | undefined;
  load(language: Language): Promise<void>;
}

export function texts<Key extends string>(en: Sentences<Key>, sw: () => Promise<Sentences<Key>>): Texts<Key> {
  const known: Partial<Record<Language, Sentences<Key>>> = { en };
  return {
    en,
    in: (language) => known[language],
    async load(language) {
      known[language] ??= await sw();
    },
  };
}
