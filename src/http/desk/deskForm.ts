import { NewsletterError } from '../../core/errors.ts';
import { readFormBody } from '../formBody.ts';

/** A letter of the author's, and more than any mail program would show. */
const mostBytes = 1024 * 1024;

/** Reads the named fields of a form of the desk; what is missing is empty. Throws `usage.wrong`. */
export async function readDeskForm(
  request: Request,
  names: readonly string[],
): Promise<(name: string) => string> {
  const body = await readFormBody(request, names, mostBytes);
  if ('problem' in body)
    throw new NewsletterError(
      'usage.wrong',
      body.problem === 'tooLarge'
        ? {
            de: 'Das ist mehr Text, als in einen Brief passt; nichts wurde gespeichert.',
            en: 'This is more text than a letter holds; nothing was saved.',
          }
        : {
            de: 'Das Formular kam nicht heil an; nichts wurde gespeichert.',
            en: 'The form did not arrive whole; nothing was saved.',
          },
      {
        hint: {
          de: 'Mit dem Zurück-Knopf des Browsers ist der Text wieder da.',
          en: 'The back button of the browser brings the text back.',
        },
      },
    );
  return (name) => body.fields.get(name) ?? '';
}
