import { confirm, group, intro, isCancel, select, text } from '@clack/prompts';
import { parseAddress } from '../core/address.ts';
import type { Language } from '../core/errors.ts';
import type { Answers } from '../core/newNewsletter.ts';

/** Asks the author what only she knows; undefined when she cancels. */
export async function askForNewsletter(feed: string | undefined): Promise<Answers | undefined> {
  intro('Wochenbrief');
  const locale = await select({
    message: 'Sprache der Briefe / language of the letters',
    options: [
      { value: 'de' as const, label: 'Deutsch' },
      { value: 'en' as const, label: 'English' },
    ],
  });
  if (isCancel(locale)) return undefined;
  const say = (de: string, en: string): string => (locale === 'de' ? de : en);
  const required = (value: string | undefined): string | undefined =>
    (value ?? '').trim() === '' ? say('Bitte ausfüllen.', 'Please fill in.') : undefined;
  const webAddress = (value: string | undefined): string | undefined =>
    /^https?:\/\/[^\s/]+/.test(value ?? '')
      ? undefined
      : say('Eine Adresse mit https:// bitte.', 'An address with https://, please.');
  const cancelled = Symbol('cancelled');
  const answers = await group(
    {
      address: () =>
        locale === 'en'
          ? Promise.resolve('du' as const)
          : select({
              message: 'Wie werden die Leserinnen und Leser angesprochen?',
              options: [
                { value: 'du' as const, label: 'du' },
                { value: 'sie' as const, label: 'Sie' },
              ],
            }),
      title: () =>
        text({
          message: say('Wie heißt der Newsletter?', 'What is the newsletter called?'),
          validate: required,
        }),
      senderName: () =>
        text({
          message: say('Dein Name, wie er als Absender steht', 'Your name, as the sender'),
          validate: required,
        }),
      senderAddress: () =>
        text({
          message: say('Deine E-Mail-Adresse als Absender', 'Your e-mail address as the sender'),
          validate: (value) =>
            parseAddress(value ?? '')
              ? undefined
              : say('Das ist keine E-Mail-Adresse.', 'That is not an e-mail address.'),
        }),
      feed: () =>
        text({
          message: say(
            'Adresse des Blog-Feeds (WordPress: https://…/feed/); leer für Markdown-Dateien in posts/',
            'Address of the blog’s feed (WordPress: https://…/feed/); empty for Markdown files in posts/',
          ),
          initialValue: feed ?? '',
          validate: (value) => ((value ?? '') === '' ? undefined : webAddress(value)),
        }),
      baseUrl: () =>
        text({
          message: say(
            'Öffentliche Adresse dieses Newsletters (für Abmeldelinks)',
            'Public address of this newsletter (for unsubscribe links)',
          ),
          placeholder: 'https://brief.example.org',
          validate: webAddress,
        }),
      imprint: () =>
        text({
          message: say(
            'Impressum in einer Zeile, mit Komma getrennt (Name, Straße, Ort, E-Mail)',
            'Imprint on one line, separated by commas (name, street, town, e-mail)',
          ),
          validate: required,
        }),
    },
    {
      // Without an exception the group would go on with its next question.
      onCancel: () => {
        throw cancelled;
      },
    },
  ).catch((reason: unknown) => {
    if (reason === cancelled) return undefined;
    throw reason;
  });
  if (answers === undefined) return undefined;
  return {
    ...answers,
    locale,
    feed: answers.feed.trim() === '' ? null : answers.feed.trim(),
    imprint: answers.imprint.split(/\s*,\s*/).join('\n'),
  };
}

/** Asks before somebody is forgotten; cancelling means no. */
export async function askToForget(address: string, language: Language): Promise<boolean> {
  const message =
    language === 'de'
      ? `${address} wirklich vergessen? Das lässt sich nicht zurücknehmen.`
      : `Really forget ${address}? This cannot be undone.`;
  return (await confirm({ message, initialValue: false })) === true;
}

/** Asks before a letter is cancelled; cancelling the question means no. */
export async function askToCancel(week: string, language: Language): Promise<boolean> {
  const message =
    language === 'de'
      ? `Den Brief ${week} wirklich absagen? Wer ihn noch nicht hat, bekommt ihn nicht, und das lässt sich nicht zurücknehmen.`
      : `Really cancel the letter ${week}? Whoever has not got it yet gets none, and this cannot be undone.`;
  return (await confirm({ message, initialValue: false })) === true;
}
