/** What is used of the Snowball stemmers, which bring no types of their own. */
declare module 'snowball-stemmers' {
  interface Stemmer {
    stem(word: string): string;
  }

  export function newStemmer(language: 'german' | 'english'): Stemmer;
}
