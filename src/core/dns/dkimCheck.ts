import type { Check } from '../check.ts';
import type { Text } from '../errors.ts';
import { compareDkim, dkimRecordName, type DkimFinding } from './dkim.ts';
import type { Ask } from './question.ts';
import type { MailSetup } from './setup.ts';
import { unanswered } from './unanswered.ts';

const check = 'dns.dkim';

/** Whether receivers can check our signature; where the provider signs, how to see that it does. */
export function dkimChecks({ dkim, from }: MailSetup, ask: Ask): readonly Check[] {
  if (dkim === null) return [providerSigns(from)];
  const name = dkimRecordName(dkim.selector, dkim.domain);
  const finding = compareDkim(ask('TXT', name), dkim.record);
  if (finding === 'unanswered') return [unanswered(check, name)];
  if (finding === 'matches') {
    return [
      {
        check,
        status: 'ok',
        found: {
          de: `DKIM: Der Eintrag ${name} passt zu unserem Schlüssel.`,
          en: `DKIM: the record ${name} fits our key.`,
        },
      },
    ];
  }
  return [
    {
      check,
      status: finding === 'testing' ? 'warning' : 'error',
      found: { de: `DKIM: ${words[finding].de} (${name})`, en: `DKIM: ${words[finding].en} (${name})` },
      hint: finding === 'several' ? removeOthers : setThis,
      record: { name, type: 'TXT', value: dkim.record },
    },
  ];
}

const words: Readonly<Record<Exclude<DkimFinding, 'matches' | 'unanswered'>, Text>> = {
  missing: {
    de: 'Der Eintrag mit unserem Schlüssel fehlt; so kann niemand die Unterschrift prüfen.',
    en: 'the record with our key is missing; nobody can check the signature.',
  },
  several: {
    de: 'Dort stehen mehrere Schlüssel; Empfänger werten dann keinen.',
    en: 'several keys stand there; receivers then use none.',
  },
  notRsa: {
    de: 'Der Eintrag ist für ein anderes Verfahren; unterschrieben wird mit RSA (k=rsa).',
    en: 'the record is for another kind of key; letters are signed with RSA (k=rsa).',
  },
  revoked: {
    de: 'Der Eintrag sagt, dass der Schlüssel zurückgezogen ist (p ist leer).',
    en: 'the record says that the key is revoked (p is empty).',
  },
  unreadable: {
    de: 'Was dort steht, ist kein lesbarer Schlüssel; beim Einfügen ging wohl etwas verloren.',
    en: 'what stands there is no readable key; something was probably lost when it was pasted.',
  },
  otherKey: {
    de: 'Dort steht ein anderer Schlüssel als der, mit dem wir unterschreiben.',
    en: 'another key stands there than the one we sign with.',
  },
  testing: {
    de: 'Der Schlüssel stimmt, aber mit „t=y“ sagt der Eintrag, dass alles nur ein Versuch ist.',
    en: 'the key is right, but with "t=y" the record says that all is but a trial.',
  },
};

const setThis: Text = { de: 'Diesen Eintrag setzen:', en: 'Set this record:' };
const removeOthers: Text = {
  de: 'Alle löschen bis auf diesen Eintrag:',
  en: 'Delete all but this record:',
};

function providerSigns(from: string): Check {
  return {
    check,
    status: 'note',
    found: {
      de: `DKIM: Wochenbrief unterschreibt nicht selbst (smtp.dkim ist nicht gesetzt); das tut in der Regel der Anbieter des SMTP-Servers.`,
      en: `DKIM: Wochenbrief does not sign itself (smtp.dkim is not set); as a rule the provider of the SMTP server does.`,
    },
    hint: {
      de: `Nachsehen: einen Testbrief an dich selbst senden und den Quelltext öffnen („Original anzeigen“). Dort muss „dkim=pass“ und „d=${from}“ stehen; sonst DKIM beim Anbieter einschalten.`,
      en: `To see it: send a test letter to yourself and open its source ("show original"). It must say "dkim=pass" and "d=${from}"; if not, switch DKIM on at the provider.`,
    },
  };
}
