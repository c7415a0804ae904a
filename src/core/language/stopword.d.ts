/** The lists of stop words of single languages; importing the whole package would read those of 62. */
declare module 'stopword/src/stopwords_deu.js' {
  export const deu: readonly string[];
}

declare module 'stopword/src/stopwords_eng.js' {
  export const eng: readonly string[];
}
