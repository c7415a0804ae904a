import type { Language, NewsletterError, Text } from '../core/errors.ts';

/** Where a command's words go: results to stdout, progress and complaints to stderr. */
export interface Output {
  /** Set once the newsletter's language is known; the terminal's own language wins. */
  useLanguage(language: Language): void;
  readonly language: Language;
  /** A line for people; nothing in --json mode, where stdout holds one document only. */
  say(text: Text | string): void;
  /** The one JSON document of --json mode; nothing otherwise. */
  document(value: unknown): void;
  /** A line on stderr. */
  note(text: Text | string): void;
  /** The one line that is written over itself in a terminal; outside one, it is not shown. */
  progress(text: string): void;
  readonly isTerminal: boolean;
}

/** The words of a run. */
export function terminalOutput(isJson: boolean, terminal: Language | undefined): Output {
  let language: Language = terminal ?? 'en';
  let hasProgressLine = false;
  const inLanguage = (text: Text | string): string =>
    printable(typeof text === 'string' ? text : text[language]);
  const clearProgress = (): void => {
    if (hasProgressLine) process.stderr.write('\r\u001B[K');
    hasProgressLine = false;
  };
  return {
    get language() {
      return language;
    },
    isTerminal: process.stderr.isTTY,
    useLanguage(own) {
      language = terminal ?? own;
    },
    say(text) {
      if (isJson) return;
      clearProgress();
      process.stdout.write(`${inLanguage(text)}\n`);
    },
    document(value) {
      if (isJson) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    note(text) {
      clearProgress();
      process.stderr.write(`${inLanguage(text)}\n`);
    },
    progress(text) {
      if (!process.stderr.isTTY) return;
      process.stderr.write(`\r\u001B[K${printable(text).slice(0, (process.stderr.columns || 80) - 1)}`);
      hasProgressLine = true;
    },
  };
}

/** Servers, names and files may hold what would make a terminal do things; only line breaks and tabs are kept. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what must not get through
  return text.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '');
}

/** An error as people read it: what happened and where, then what to do. */
export function errorText(error: NewsletterError, language: Language): string {
  return error.hint ? `${error.text[language]}\n${error.hint[language]}` : error.text[language];
}
