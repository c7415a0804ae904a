import { NewsletterError, reasonOf, systemCodeOf, type Text } from '../core/errors.ts';

/** The error of a server that cannot listen where it should. */
export function portTaken(host: string, port: number, cause: unknown, hint: Text): NewsletterError {
  const isTaken = systemCodeOf(cause) === 'EADDRINUSE';
  const why = isTaken
    ? { de: 'Dort läuft schon etwas.', en: 'Something is running there already.' }
    : { de: reasonOf(cause), en: reasonOf(cause) };
  return new NewsletterError(
    'port.taken',
    {
      de: `An ${host}, Port ${port}, kann der Webserver nicht lauschen. ${why.de}`,
      en: `The web server cannot listen on ${host}, port ${port}. ${why.en}`,
    },
    { hint, cause },
  );
}
